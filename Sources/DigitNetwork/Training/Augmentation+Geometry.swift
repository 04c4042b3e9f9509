#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension Augmentation {
    /// Scales, slants, turns and shifts one image of one channel by given amounts, as training does by random ones.
    ///
    /// Pixels in between are mixed from the four nearest, outside is paper; a shift by whole pixels alone is exact.
    ///
    /// - Parameters:
    ///   - source: [H, W] pixels.
    ///   - height: lines.
    ///   - width: columns.
    ///   - scale: the size, 1 for as it is, above 0.
    ///   - shear: the slant, in columns a line; above 0, the lower lines go to the right.
    ///   - degrees: the turn, clockwise.
    ///   - right: the shift to the right, in pixels.
    ///   - down: the shift down, in pixels.
    ///   - target: [H, W], overwritten.
    package static func move(
        _ source: UnsafePointer<UInt8>, height: Int, width: Int, scale: Float, shear: Float = 0, degrees: Float,
        right: Float, down: Float, into target: UnsafeMutablePointer<UInt8>
    ) {
        let geometry = Geometry(
            degrees: degrees, horizontalScale: scale, verticalScale: scale, shear: shear, right: right,
            down: down, height: height, width: width)
        for row in 0..<height {
            for column in 0..<width {
                let (x, y) = geometry.source(row: row, column: column)
                target[row * width + column] = UInt8(sample(source, x, y, height: height, width: width).rounded())
            }
        }
    }

    /// Turning, slanting, scaling and shifting, around the middle of the picture, seen backwards.
    struct Geometry {
        private let rows: (Float, Float)
        private let columns: (Float, Float)
        private let middle: (Float, Float)
        private let shifted: (Float, Float)

        init(
            degrees: Float, horizontalScale: Float, verticalScale: Float, shear: Float, right: Float, down: Float,
            height: Int, width: Int
        ) {
            let angle = degrees * .pi / 180
            let (cosine, sine) = (cos(angle), sin(angle))
            // Forward: p' = R S Z p + t, with R the turn, S the slant and Z the scale; backward Z^-1 S^-1 R^-1 (p' - t).
            let (turnedX, turnedY) = ((cosine, sine), (-sine, cosine))
            columns = (
                (turnedX.0 - shear * turnedY.0) / horizontalScale, (turnedX.1 - shear * turnedY.1) / horizontalScale
            )
            rows = (turnedY.0 / verticalScale, turnedY.1 / verticalScale)
            middle = (Float(width - 1) / 2, Float(height - 1) / 2)
            shifted = (middle.0 + right, middle.1 + down)
        }

        /// Where the pixel comes from: column and line.
        @inline(__always)
        func source(row: Int, column: Int) -> (Float, Float) {
            let (x, y) = (Float(column) - shifted.0, Float(row) - shifted.1)
            return (columns.0 * x + columns.1 * y + middle.0, rows.0 * x + rows.1 * y + middle.1)
        }
    }
}
