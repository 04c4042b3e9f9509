import CDigitKernels

extension PoolingShape {
    /// y [outH, outW, C] out of x [H, W, C].
    ///
    /// - Parameters:
    ///   - x: [H, W, C].
    ///   - y: [outH, outW, C], overwritten.
    ///   - padded: ``paddedCount`` floats of scratch memory.
    func forward(_ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, padded: UnsafeMutablePointer<Float>) {
        switch kind {
        case .max:
            var window = kernelWindow
            digit_max_pool(simd, &window, bordered(x, into: padded), y)
        case .average: average(x, into: y)
        }
    }

    /// dx [H, W, C] out of dy [outH, outW, C].
    ///
    /// - Parameters:
    ///   - x: [H, W, C], what ``forward(_:into:padded:)`` got.
    ///   - y: [outH, outW, C], what it gave.
    ///   - dy: [outH, outW, C].
    ///   - dx: [H, W, C], overwritten.
    ///   - padded: ``paddedCount`` floats of scratch memory.
    ///   - deltas: as many again.
    func backward(
        x: UnsafePointer<Float>, y: UnsafePointer<Float>, dy: UnsafePointer<Float>,
        into dx: UnsafeMutablePointer<Float>,
        padded: UnsafeMutablePointer<Float>, deltas: UnsafeMutablePointer<Float>
    ) {
        dx.update(repeating: 0, count: height * width * channels)
        switch kind {
        case .max:
            var window = kernelWindow
            guard paddedCount > 0 else {
                digit_max_pool_backward(simd, &window, x, y, dy, dx)
                return
            }
            deltas.update(repeating: 0, count: paddedCount)
            digit_max_pool_backward(simd, &window, bordered(x, into: padded), y, dy, deltas)
            for row in 0..<height {
                (dx + row * width * channels).update(from: deltas + inside(row), count: width * channels)
            }
        case .average: spread(dy, into: dx)
        }
    }

    /// Where the picture's line begins in its padded form.
    private func inside(_ row: Int) -> Int {
        ((row + window.padding.top) * paddedWidth + window.padding.left) * channels
    }

    /// The picture in a border of negative infinity, which is never the largest; itself where it has no border.
    private func bordered(_ x: UnsafePointer<Float>, into padded: UnsafeMutablePointer<Float>) -> UnsafePointer<Float> {
        guard paddedCount > 0 else { return x }
        padded.update(repeating: -.infinity, count: paddedCount)
        for row in 0..<height {
            (padded + inside(row)).update(from: x + row * width * channels, count: width * channels)
        }
        return UnsafePointer(padded)
    }

    private func average(_ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>) {
        var result = y
        for row in 0..<outHeight {
            for column in 0..<outWidth {
                let (rows, columns, count) = covered(row: row, column: column)
                result.update(repeating: 0, count: channels)
                for line in rows {
                    for place in columns {
                        let pixel = x + (line * width + place) * channels
                        for channel in 0..<channels { result[channel] += pixel[channel] }
                    }
                }
                for channel in 0..<channels { result[channel] /= count }
                result += channels
            }
        }
    }

    private func spread(_ dy: UnsafePointer<Float>, into dx: UnsafeMutablePointer<Float>) {
        var delta = dy
        for row in 0..<outHeight {
            for column in 0..<outWidth {
                let (rows, columns, count) = covered(row: row, column: column)
                for line in rows {
                    for place in columns {
                        let pixel = dx + (line * width + place) * channels
                        for channel in 0..<channels { pixel[channel] += delta[channel] / count }
                    }
                }
                delta += channels
            }
        }
    }
}
