internal import SwiftProtobuf

extension ONNX {
    /// The version of the file's own layout that is written, of 2021; readers of four years take it.
    public static let writtenVersion = 8

    /// Writes a model; the same model gives the same bytes.
    ///
    /// - Parameters:
    ///   - model: The model, with all its arrays.
    ///   - producer: Who writes it, for people.
    /// - Returns: The file, which any reader of ONNX since 2021 takes.
    /// - Throws: ``FormatError``: `unsupported` where the model has arrays in other files.
    public static func encode(_ model: ONNXModel, producer: String) throws(FormatError) -> [UInt8] {
        guard model.externalInitializers.isEmpty, model.otherInitializers.isEmpty else {
            throw FormatError(.unsupported, .onnx, "arrays in other files are not written")
        }
        var message = Onnx_ModelProto()
        message.irVersion = Int64(writtenVersion)
        message.producerName = producer
        message.graph.name = "network"
        message.graph.node = model.nodes.map(message(for:))
        message.graph.initializer = model.initializers.map { tensorMessage($0.tensor, name: $0.name) }
        message.graph.input = model.inputs.map(message(for:))
        message.graph.output = model.outputs.map(message(for:))
        for (domain, version) in model.operatorSets.sorted(by: { $0.key < $1.key }) {
            var set = Onnx_OperatorSetIdProto()
            set.domain = domain
            set.version = Int64(version)
            message.opsetImport.append(set)
        }
        for (key, value) in model.metadata.sorted(by: { $0.key < $1.key }) {
            var entry = Onnx_StringStringEntryProto()
            entry.key = key
            entry.value = value
            message.metadataProps.append(entry)
        }
        do {
            return try message.serializedBytes()
        } catch {
            throw FormatError(.unsupported, .onnx, "Protocol Buffers do not take it: \(error)")
        }
    }

    private static func message(for node: ONNXModel.Node) -> Onnx_NodeProto {
        var message = Onnx_NodeProto()
        message.opType = node.operation
        if !node.domain.isEmpty { message.domain = node.domain }
        message.name = node.name
        message.input = node.inputs
        message.output = node.outputs
        message.attribute = node.attributes.sorted { $0.key < $1.key }.map { name, value in
            var attribute = Onnx_AttributeProto()
            attribute.name = name
            switch value {
            case .float(let number): (attribute.type, attribute.f) = (1, number)
            case .int(let number): (attribute.type, attribute.i) = (2, Int64(number))
            case .string(let text): (attribute.type, attribute.s) = (3, bag(text.utf8))
            case .tensor(let tensor): (attribute.type, attribute.t) = (4, tensorMessage(tensor, name: ""))
            case .floats(let numbers): (attribute.type, attribute.floats) = (6, numbers)
            case .ints(let numbers): (attribute.type, attribute.ints) = (7, numbers.map { Int64($0) })
            case .strings(let texts): (attribute.type, attribute.strings) = (8, texts.map { bag($0.utf8) })
            }
            return attribute
        }
        return message
    }

    private static func tensorMessage(_ tensor: Tensor, name: String) -> Onnx_TensorProto {
        var message = Onnx_TensorProto()
        message.dims = tensor.shape.map { Int64($0) }
        message.dataType = Int32(tensor.elementType.onnxNumber)
        if !name.isEmpty { message.name = name }
        message.rawData = bag(tensor.bytes)
        return message
    }

    private static func message(for value: ONNXModel.Value) -> Onnx_ValueInfoProto {
        var message = Onnx_ValueInfoProto()
        message.name = value.name
        if !value.description.isEmpty { message.docString = value.description }
        if let type = value.elementType { message.type.tensorType.elemType = Int32(type.onnxNumber) }
        if let shape = value.shape {
            message.type.tensorType.shape.dim = shape.map { size in
                var dimension = Onnx_TensorShapeProto.Dimension()
                if let size { dimension.dimValue = Int64(size) } else { dimension.dimParam = "N" }
                return dimension
            }
        }
        return message
    }

    /// Bytes as the generated messages hold them, whose type's own module is imported there alone.
    private static func bag<Bag: SwiftProtobufContiguousBytes>(_ bytes: some Sequence<UInt8>) -> Bag { Bag(bytes) }
}
