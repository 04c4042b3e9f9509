/// A rectangle of bytes, row by row: grey levels, or how much ink there is.
struct Plane: Sendable, Equatable {
    let width: Int
    let height: Int
    var values: [UInt8]

    init(width: Int, height: Int, values: [UInt8]) {
        guard width > 0, height > 0, values.count == width * height else {
            fatalError("\(values.count) values do not make a plane of \(width) x \(height)")
        }
        self.width = width
        self.height = height
        self.values = values
    }

    /// Makes a plane value by value.
    init(width: Int, height: Int, value: (_ x: Int, _ y: Int) -> UInt8) {
        let values = [UInt8](unsafeUninitializedCapacity: width * height) { target, count in
            for y in 0..<height {
                for x in 0..<width { target.initializeElement(at: y * width + x, to: value(x, y)) }
            }
            count = width * height
        }
        self.init(width: width, height: height, values: values)
    }

    subscript(x: Int, y: Int) -> UInt8 {
        get { values[y * width + x] }
        set { values[y * width + x] = newValue }
    }

    /// Rows as columns.
    var transposed: Plane {
        values.withUnsafeBufferPointer { source in
            Plane(width: height, height: width) { x, y in source[x * width + y] }
        }
    }

    /// The plane with a margin of one value around it.
    func padded(by margin: Int, with value: UInt8) -> Plane {
        Plane(width: width + 2 * margin, height: height + 2 * margin) { x, y in
            let (column, row) = (x - margin, y - margin)
            return (0..<width).contains(column) && (0..<height).contains(row) ? self[column, row] : value
        }
    }

    /// The plane with a margin cut off.
    func withoutMargin(_ margin: Int) -> Plane {
        Plane(width: width - 2 * margin, height: height - 2 * margin) { x, y in self[x + margin, y + margin] }
    }

    /// The shorter side.
    var shortSide: Int { min(width, height) }

    /// Each square of `factor` pixels as its mean; what is left over at the right and below makes smaller squares.
    func reduced(by factor: Int) -> Plane {
        guard factor > 1 else { return self }
        return values.withUnsafeBufferPointer { source in
            Plane(width: (width + factor - 1) / factor, height: (height + factor - 1) / factor) { x, y in
                let columns = x * factor..<min((x + 1) * factor, width)
                let rows = y * factor..<min((y + 1) * factor, height)
                var sum = 0
                for row in rows {
                    for column in columns { sum += Int(source[row * width + column]) }
                }
                let count = columns.count * rows.count
                return UInt8((sum + count / 2) / count)
            }
        }
    }

    /// Each value mixed with its neighbours in the weights 1 2 1, across and down; the edge repeats.
    var smoothed: Plane {
        let across = values.withUnsafeBufferPointer { source in
            Plane(width: width, height: height) { x, y in
                let row = y * width
                let sides = Int(source[row + max(x - 1, 0)]) + Int(source[row + min(x + 1, width - 1)])
                return UInt8((sides + 2 * Int(source[row + x]) + 2) / 4)
            }
        }
        return across.values.withUnsafeBufferPointer { source in
            Plane(width: width, height: height) { x, y in
                let sides = Int(source[max(y - 1, 0) * width + x]) + Int(source[min(y + 1, height - 1) * width + x])
                return UInt8((sides + 2 * Int(source[y * width + x]) + 2) / 4)
            }
        }
    }
}
