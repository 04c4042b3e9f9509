/// Checks of what a C program passes; the messages name the argument as `digits.h` does.
enum Argument {
    /// A pointer that must not be null.
    static func required<P>(_ pointer: P?, _ name: StaticString) throws -> P {
        guard let pointer else { throw BoundaryError.misuse("\(name) is null") }
        return pointer
    }

    /// A text of valid UTF-8 that is not empty.
    static func text(_ pointer: UnsafePointer<CChar>?, _ name: StaticString) throws -> String {
        let pointer = try required(pointer, name)
        guard let text = String(validatingCString: pointer) else {
            throw BoundaryError.misuse("\(name) is not valid UTF-8")
        }
        guard !text.isEmpty else { throw BoundaryError.misuse("\(name) is empty") }
        return text
    }

    /// The bytes of a file.
    static func bytes(
        _ pointer: UnsafeRawPointer?, _ count: Int, limit: Int, _ name: StaticString
    ) throws -> UnsafeRawBufferPointer {
        let pointer = try required(pointer, name)
        // A size_t beyond the signed numbers arrives as a negative one.
        guard count > 0, count <= limit else {
            throw BoundaryError.misuse(
                "\(name): expected 1 to \(limit) bytes, found \(UInt(bitPattern: count))")
        }
        return UnsafeRawBufferPointer(start: pointer, count: count)
    }
}
