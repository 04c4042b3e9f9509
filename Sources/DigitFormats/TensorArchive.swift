/// Arrays by name, in the order of their file: what pickle dictionaries, NPZ and safetensors files have in common.
public struct TensorArchive: Sendable, Hashable {
    /// One named array.
    public struct Entry: Sendable, Hashable {
        /// The key in the file.
        public let name: String
        /// The array.
        public let tensor: Tensor

        /// Pairs a key with its array.
        public init(name: String, tensor: Tensor) {
            self.name = name
            self.tensor = tensor
        }
    }

    /// The arrays in the order of the file.
    public let entries: [Entry]
    /// Free text by key; only safetensors files can carry it.
    public let metadata: [String: String]

    /// Collects arrays; names are taken to be distinct, as every reader of this module ensures.
    public init(_ entries: [Entry], metadata: [String: String] = [:]) {
        self.entries = entries
        self.metadata = metadata
    }

    /// The array of that name, or `nil`.
    public subscript(name: String) -> Tensor? {
        entries.first { $0.name == name }?.tensor
    }

    /// The names in the order of the file.
    public var names: [String] { entries.map(\.name) }
}
