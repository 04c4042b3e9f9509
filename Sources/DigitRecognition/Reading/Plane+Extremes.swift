/// The highest or lowest value of a square around each pixel, in a time that does not depend on the square's size:
/// van Herk, "A fast algorithm for local minimum and maximum filters on rectangular and octagonal kernels", 1992.
extension Plane {
    /// The highest value within `radius` pixels, across and down.
    func highest(within radius: Int) -> Plane { extreme(radius) { $0 > $1 ? $0 : $1 } }

    /// The lowest value within `radius` pixels, across and down.
    func lowest(within radius: Int) -> Plane { extreme(radius) { $0 < $1 ? $0 : $1 } }

    private func extreme(_ radius: Int, _ better: (UInt8, UInt8) -> UInt8) -> Plane {
        guard radius > 0 else { return self }
        return acrossRows(radius, better).transposed.acrossRows(radius, better).transposed
    }

    /// Filters along each row.
    ///
    /// The row is made longer by its edges and cut into blocks as long as the window. A window's extreme is then that of
    /// the end of one block and of the beginning of the next.
    private func acrossRows(_ radius: Int, _ better: (UInt8, UInt8) -> UInt8) -> Plane {
        let window = 2 * radius + 1
        let padded = width + 2 * radius
        var row = [UInt8](repeating: 0, count: padded)
        var fromStart = row
        var toEnd = row
        let result = [UInt8](unsafeUninitializedCapacity: values.count) { target, count in
            values.withUnsafeBufferPointer { source in
                for y in 0..<height {
                    for x in 0..<padded {
                        row[x] = source[y * width + min(max(x - radius, 0), width - 1)]
                    }
                    for x in 0..<padded {
                        fromStart[x] = x % window == 0 ? row[x] : better(fromStart[x - 1], row[x])
                    }
                    for x in (0..<padded).reversed() {
                        let endsBlock = x % window == window - 1 || x == padded - 1
                        toEnd[x] = endsBlock ? row[x] : better(toEnd[x + 1], row[x])
                    }
                    for x in 0..<width {
                        target.initializeElement(at: y * width + x, to: better(toEnd[x], fromStart[x + 2 * radius]))
                    }
                }
            }
            count = values.count
        }
        return Plane(width: width, height: height, values: result)
    }
}
