/// A model of the Open Neural Network Exchange: operators that turn named inputs into named outputs.
///
/// What it says was checked for its form alone: names that are given twice, sizes that are not those of the bytes. What
/// the operators mean is for those who build a network of them.
public struct ONNXModel: Sendable, Hashable {
    /// One operator at work.
    public struct Node: Sendable, Hashable {
        /// The operator, such as `Conv`.
        public var operation: String
        /// The set that the operator belongs to: empty for the standard's own, `ai.onnx.ml` for classical learning.
        public var domain: String
        /// A name for people; may be empty.
        public var name: String
        /// The values that it takes, in the operator's order; an optional one that is left out is empty.
        public var inputs: [String]
        /// The values that it gives.
        public var outputs: [String]
        /// What the operator is set to.
        public var attributes: [String: ONNXAttribute]

        /// Creates a node.
        public init(
            _ operation: String, domain: String = "", name: String = "", inputs: [String], outputs: [String],
            attributes: [String: ONNXAttribute] = [:]
        ) {
            self.operation = operation
            self.domain = domain
            self.name = name
            self.inputs = inputs
            self.outputs = outputs
            self.attributes = attributes
        }
    }

    /// A value that goes into the model or comes out of it.
    public struct Value: Sendable, Hashable {
        /// The value's name.
        public var name: String
        /// The type of its elements; `nil` where it is no array, or of a type that ``ElementType`` does not have.
        public var elementType: ElementType?
        /// The size of each dimension, `nil` for one that is free; `nil` altogether where nothing is said.
        public var shape: [Int?]?
        /// Text for people; may be empty.
        public var description: String

        /// Creates a value.
        public init(name: String, elementType: ElementType?, shape: [Int?]?, description: String = "") {
            self.name = name
            self.elementType = elementType
            self.shape = shape
            self.description = description
        }
    }

    /// Where an array lies that is not in the model's own file.
    public struct ExternalData: Sendable, Hashable {
        /// The array's name.
        public var name: String
        /// The type of its elements.
        public var elementType: ElementType
        /// The size of each dimension.
        public var shape: [Int]
        /// The file, as the model names it: unchecked.
        public var location: String
        /// Where in the file it begins, in bytes.
        public var offset: Int
        /// The bytes that it takes: those of its shape.
        public var byteCount: Int
    }

    /// The operators, each behind those whose values it takes.
    public var nodes: [Node]
    /// The arrays that the file holds.
    public var initializers: [TensorArchive.Entry]
    /// The arrays that lie in other files.
    public var externalInitializers: [ExternalData]
    /// Arrays that this module has no type for, with what they are: texts, or numbers of four bits.
    public var otherInitializers: [String: String]
    /// What goes in; without the initializers, which old files list here too.
    public var inputs: [Value]
    /// What comes out.
    public var outputs: [Value]
    /// The version of each set of operators, by its domain.
    public var operatorSets: [String: Int]
    /// Free text by key.
    public var metadata: [String: String]

    /// Creates a model without other files.
    public init(
        nodes: [Node], initializers: [TensorArchive.Entry], inputs: [Value], outputs: [Value],
        operatorSets: [String: Int], metadata: [String: String] = [:]
    ) {
        self.nodes = nodes
        self.initializers = initializers
        externalInitializers = []
        otherInitializers = [:]
        self.inputs = inputs
        self.outputs = outputs
        self.operatorSets = operatorSets
        self.metadata = metadata
    }
}

extension ONNXModel {
    /// The arrays that the file holds, with its metadata.
    public var archive: TensorArchive { TensorArchive(initializers, metadata: metadata) }
}

/// What one of an operator's settings is set to.
public enum ONNXAttribute: Sendable, Hashable {
    /// A real number.
    case float(Float)
    /// An integer.
    case int(Int)
    /// Text.
    case string(String)
    /// An array.
    case tensor(Tensor)
    /// Real numbers.
    case floats([Float])
    /// Integers.
    case ints([Int])
    /// Texts.
    case strings([String])
}
