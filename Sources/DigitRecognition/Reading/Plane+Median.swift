extension Plane {
    /// The median of a square of `radius` pixels around each pixel, as far as it lies in the plane: Huang, Yang and
    /// Tang, "A fast two-dimensional median filtering algorithm", 1979.
    ///
    /// A histogram goes along each row: one column of pixels enters, one leaves, and the median moves a little.
    func median(within radius: Int) -> Plane {
        var result = values
        values.withUnsafeBufferPointer { source in
            for y in 0..<height {
                let rows = max(y - radius, 0)...min(y + radius, height - 1)
                var window = Window()
                for x in 0..<min(radius, width) {
                    for row in rows { window.add(source[row * width + x]) }
                }
                for x in 0..<width {
                    if x + radius < width {
                        for row in rows { window.add(source[row * width + x + radius]) }
                    }
                    if x > radius {
                        for row in rows { window.remove(source[row * width + x - radius - 1]) }
                    }
                    result[y * width + x] = window.median()
                }
            }
        }
        return Plane(width: width, height: height, values: result)
    }

    /// The values under a square, by how often each comes.
    private struct Window {
        private var counts = [Int](repeating: 0, count: 256)
        private var total = 0
        private var level = 0
        /// How many values are below `level`.
        private var below = 0

        mutating func add(_ value: UInt8) {
            counts[Int(value)] += 1
            total += 1
            if Int(value) < level { below += 1 }
        }

        mutating func remove(_ value: UInt8) {
            counts[Int(value)] -= 1
            total -= 1
            if Int(value) < level { below -= 1 }
        }

        /// The lowest value that at least half of the values do not pass.
        mutating func median() -> UInt8 {
            while 2 * below >= total, level > 0 {
                level -= 1
                below -= counts[level]
            }
            while 2 * (below + counts[level]) < total {
                below += counts[level]
                level += 1
            }
            return UInt8(level)
        }
    }
}
