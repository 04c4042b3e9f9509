/// A NumPy `dtype` out of a pickle: an element type, and the byte order that BUILD sets.
struct PickleDType {
    /// The type of the elements.
    let elementType: ElementType
    /// Whether each element's bytes are reversed; `nil` until BUILD has said so.
    var bigEndian: Bool?
}
