/// How a camera was held, as EXIF says it (tag 0x0112, values 1 to 8): where the stored first row and column belong.
enum Orientation: UInt16 {
    case upright = 1
    case mirrored, upsideDown, mirroredUpsideDown
    case transposed, turnedLeft, transversed, turnedRight

    /// Whether rows become columns.
    var swapsSides: Bool { rawValue >= 5 }

    /// Reads it from the data of an APP1 segment; `nil` where that is no EXIF, says nothing of it, or is damaged: a
    /// picture is not worth less for its notes.
    init?(exif segment: UnsafeRawBufferPointer) {
        // "Exif", two zeros, then a TIFF file: byte order, 42, and where its first table of tags begins.
        guard segment.starts(with: [0x45, 0x78, 0x69, 0x66, 0, 0]) else { return nil }
        let tiff = UnsafeRawBufferPointer(rebasing: segment.dropFirst(6))
        let isLittleEndian = tiff.starts(with: [0x49, 0x49, 0x2A, 0x00])
        guard isLittleEndian || tiff.starts(with: [0x4D, 0x4D, 0x00, 0x2A]) else { return nil }

        func number<I: FixedWidthInteger>(_ type: I.Type, at offset: Int) -> I? {
            guard offset >= 0, offset <= tiff.count - MemoryLayout<I>.size else { return nil }
            let value = tiff.loadUnaligned(fromByteOffset: offset, as: I.self)
            return isLittleEndian ? I(littleEndian: value) : I(bigEndian: value)
        }

        guard let table = number(UInt32.self, at: 4).map({ Int($0) }), let count = number(UInt16.self, at: table) else {
            return nil
        }
        for index in 0..<Int(count) {
            // An entry: tag, type, number of values, and a value of up to four bytes.
            let entry = table + 2 + 12 * index
            guard let tag = number(UInt16.self, at: entry) else { return nil }
            guard tag == 0x0112 else { continue }
            guard number(UInt16.self, at: entry + 2) == 3, let value = number(UInt16.self, at: entry + 8) else {
                return nil
            }
            self.init(rawValue: value)
            return
        }
        return nil
    }
}

extension GreyImage {
    /// The picture upright, given how the camera was held.
    func turned(_ orientation: Orientation) -> GreyImage {
        guard orientation != .upright else { return self }
        let (columns, rows) = orientation.swapsSides ? (height, width) : (width, height)
        let turned = [UInt8](unsafeUninitializedCapacity: pixels.count) { target, count in
            for y in 0..<rows {
                for x in 0..<columns {
                    let (column, row) =
                        switch orientation {
                        case .upright: (x, y)
                        case .mirrored: (width - 1 - x, y)
                        case .upsideDown: (width - 1 - x, height - 1 - y)
                        case .mirroredUpsideDown: (x, height - 1 - y)
                        case .transposed: (y, x)
                        case .turnedLeft: (y, height - 1 - x)
                        case .transversed: (width - 1 - y, height - 1 - x)
                        case .turnedRight: (width - 1 - y, x)
                        }
                    target.initializeElement(at: y * columns + x, to: pixels[row * width + column])
                }
            }
            count = pixels.count
        }
        return GreyImage(width: columns, height: rows, pixels: turned)
    }
}
