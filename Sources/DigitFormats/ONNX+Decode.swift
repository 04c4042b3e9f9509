internal import SwiftProtobuf

extension ONNX {
    /// Reads a model.
    ///
    /// - Parameter bytes: The file.
    /// - Returns: The model; arrays in other files are named in ``ONNXModel/externalInitializers`` and not read.
    /// - Throws: ``FormatError``: `wrongFormat` where the bytes are no model, with what they look like instead;
    ///   `truncated`, `malformed` where an array's bytes are not those of its shape or a name is given twice;
    ///   `unsupported` for subgraphs and sparse arrays, named with their node; `limitExceeded`.
    public static func decode(_ bytes: RawSpan) throws(FormatError) -> ONNXModel {
        try bytes.withUnsafeBytes { (buffer) throws(FormatError) in
            if buffer.isEmpty || Signature(buffer) != nil {
                throw FormatError.wrongFormat(.onnx, "expected a model", found: buffer)
            }
            try ONNXScan.check(buffer)
            var options = BinaryDecodingOptions()
            options.discardUnknownFields = true
            // Model, graph, input, type, tensor, shape, dimension: seven, and nothing recurs.
            options.messageDepthLimit = 8
            let message: Onnx_ModelProto
            do {
                message = try Onnx_ModelProto(serializedBytes: [UInt8](buffer), options: options)
            } catch {
                throw FormatError(.malformed, .onnx, "Protocol Buffers do not take it: \(error)")
            }
            return try model(message)
        }
    }

    /// Reads a model out of the bytes of a file.
    ///
    /// - Throws: As for a span of bytes.
    public static func decode(_ bytes: [UInt8]) throws(FormatError) -> ONNXModel {
        try decode(bytes.span.bytes)
    }

    private static func model(_ message: Onnx_ModelProto) throws(FormatError) -> ONNXModel {
        let graph = message.graph
        guard graph.sparseInitializer.isEmpty else {
            throw FormatError(.unsupported, .onnx, "sparse arrays are not read")
        }
        var names: Set<String> = []
        var model = ONNXModel(nodes: [], initializers: [], inputs: [], outputs: [], operatorSets: [:])
        for tensor in graph.initializer {
            try claim(tensor.name, as: "array", &names)
            try read(tensor, into: &model)
        }
        for input in graph.input where !names.contains(input.name) {
            try claim(input.name, as: "input", &names)
            model.inputs.append(try value(input))
        }
        for node in graph.node {
            model.nodes.append(try self.node(node))
            for output in node.output where !output.isEmpty { try claim(output, as: "output of a node", &names) }
        }
        for output in graph.output { model.outputs.append(try value(output)) }
        for set in message.opsetImport {
            // The standard's own set is written as the empty text and as ai.onnx.
            let domain = set.domain == "ai.onnx" ? "" : set.domain
            let version = Int(set.version)
            // scikit-learn's exporter names a set twice, with one version.
            guard model.operatorSets.updateValue(version, forKey: domain) ?? version == version else {
                throw FormatError(
                    .malformed, .onnx, "the operator set \"\(String(shown: domain))\" is named with two versions")
            }
        }
        for entry in message.metadataProps {
            guard model.metadata.updateValue(entry.value, forKey: entry.key) == nil else {
                throw FormatError(.malformed, .onnx, "the metadata \"\(String(shown: entry.key))\" are given twice")
            }
        }
        return model
    }

    /// Takes a name that nothing else may have.
    private static func claim(_ name: String, as what: String, _ names: inout Set<String>) throws(FormatError) {
        guard !name.isEmpty, names.insert(name).inserted else {
            throw FormatError(
                .malformed, .onnx,
                name.isEmpty ? "an \(what) without a name" : "\(String(shown: name)) is defined twice")
        }
    }

    private static func node(_ message: Onnx_NodeProto) throws(FormatError) -> ONNXModel.Node {
        let domain = message.domain == "ai.onnx" ? "" : message.domain
        var node = ONNXModel.Node(
            message.opType, domain: domain, name: message.name, inputs: message.input, outputs: message.output)
        for attribute in message.attribute {
            let value = try self.value(of: attribute, node)
            guard node.attributes.updateValue(value, forKey: attribute.name) == nil else {
                throw FormatError(.malformed, .onnx, "\(node.shown): \(String(shown: attribute.name)) is given twice")
            }
        }
        return node
    }

    private static func value(
        of attribute: Onnx_AttributeProto, _ node: ONNXModel.Node
    ) throws(FormatError) -> ONNXAttribute {
        switch attribute.type != 0 ? attribute.type : inferredType(attribute) {
        case 1: return .float(attribute.f)
        case 2: return .int(Int(attribute.i))
        case 3: return .string(try text(attribute.s, node, attribute.name))
        case 4:
            guard attribute.t.dataLocation == 0 else { break }
            let type = attribute.t.dataType
            guard let elementType = ElementType(onnxNumber: Int(type)) else {
                throw FormatError(
                    .unsupported, .onnx,
                    "\(node.shown): \(String(shown: attribute.name)) is an array of \(typeName(type))")
            }
            return .tensor(try tensor(attribute.t, elementType, shape(attribute.t)))
        case 6: return .floats(attribute.floats)
        case 7: return .ints(attribute.ints.map { Int($0) })
        case 8:
            var texts: [String] = []
            for item in attribute.strings { texts.append(try text(item, node, attribute.name)) }
            return .strings(texts)
        case 5, 10:
            throw FormatError(
                .unsupported, .onnx, "\(node.shown): \(String(shown: attribute.name)) is a subgraph, which is not read")
        default: break
        }
        throw FormatError(
            .unsupported, .onnx, "\(node.shown): \(String(shown: attribute.name)) is of a kind that is not read")
    }

    /// The kind of an attribute of a file that does not say it, as the first ones did not.
    private static func inferredType(_ attribute: Onnx_AttributeProto) -> Int32 {
        if attribute.hasF { return 1 }
        if attribute.hasI { return 2 }
        if attribute.hasS { return 3 }
        if attribute.hasT { return 4 }
        if attribute.hasG { return 5 }
        if !attribute.floats.isEmpty { return 6 }
        if !attribute.ints.isEmpty { return 7 }
        return attribute.strings.isEmpty ? 0 : 8
    }

    private static func text(
        _ bytes: some Sequence<UInt8>, _ node: ONNXModel.Node, _ attribute: String
    ) throws(FormatError) -> String {
        let text = Array(bytes).withUnsafeBytes { String(strictUTF8: $0) }
        guard let text else {
            throw FormatError(.malformed, .onnx, "\(node.shown): \(String(shown: attribute)) is no UTF-8")
        }
        return text
    }

    private static func value(_ message: Onnx_ValueInfoProto) throws(FormatError) -> ONNXModel.Value {
        let tensor = message.type.tensorType
        var shape: [Int?]?
        if tensor.hasShape {
            guard tensor.shape.dim.count <= maximumRank else {
                throw FormatError(
                    .limitExceeded, .onnx, "\(String(shown: message.name)) has \(tensor.shape.dim.count) dimensions")
            }
            shape = tensor.shape.dim.map { $0.dimValue > 0 ? Int(exactly: $0.dimValue) : nil }
        }
        return ONNXModel.Value(
            name: message.name, elementType: ElementType(onnxNumber: Int(tensor.elemType)), shape: shape,
            description: message.docString)
    }
}

extension ONNXModel.Node {
    /// The node as an error names it: `Conv "/conv1/Conv"`.
    package var shown: String {
        let operation = String(shown: domain.isEmpty ? operation : domain + "." + operation)
        return name.isEmpty
            ? "\(operation) that gives \"\(String(shown: outputs.first ?? ""))\""
            : "\(operation) \"\(String(shown: name))\""
    }
}
