extension DigitCrop {
    /// The strokes of 99 of 100 images of MNIST are between these two, in 20ths of the box; beyond, a pen is so thin or
    /// so broad that networks have seen none like it.
    static let usualThickness = 1.5...4.2
    /// What strokes beyond are brought to: the nearer end of where most of MNIST is.
    private static let broughtTo = (thin: 2.0, thick: 3.5)
    /// The side of the raster that strokes are drawn anew in: as fine as the scans that MNIST was made from.
    private static let rasterSide = 100
    /// Beyond this share of its thickness a stroke is not moved: its shape would be a guess.
    private static let largestChange = 0.75

    /// The digit with strokes about as thick as MNIST's, where they are far from it.
    func withUsualThickness() -> DigitCrop {
        let thickness = strokeThickness
        guard thickness > 0, !Self.usualThickness.contains(thickness) else { return self }
        let target = thickness < Self.usualThickness.lowerBound ? Self.broughtTo.thin : Self.broughtTo.thick
        let raster = side == Self.rasterSide ? self : resampled(to: Self.rasterSide)
        // Half on each side of the stroke.
        let growth = max((target - thickness) / 2, -Self.largestChange * thickness / 2) * Double(Self.rasterSide) / 20
        return raster.grown(by: growth).trimmed()
    }

    /// Moves the outline outward by some pixels, or inward where negative; the square grows with it.
    private func grown(by pixels: Double) -> DigitCrop {
        let margin = max(0, Int(pixels.rounded(.up)))
        let newSide = side + 2 * margin
        var ink = [Bool](repeating: false, count: newSide * newSide)
        for y in 0..<side {
            for x in 0..<side { ink[(y + margin) * newSide + x + margin] = coverage[y * side + x] >= 0.5 }
        }
        // How far each pixel is from ink, less how far from paper: the middle of an outermost pixel of ink lies half a
        // pixel inside.
        let outside = DistanceMap(side: newSide, to: ink)
        let inside = DistanceMap(side: newSide, to: ink.map { !$0 })
        let grown = ink.indices.map { index -> Float in
            let distance = ink[index] ? 0.5 - inside[index] : outside[index] - 0.5
            return Float(min(1, max(0, pixels - distance + 0.5)))
        }
        return DigitCrop(side: newSide, coverage: grown)
    }

    /// The square cut anew around what is left of the digit.
    private func trimmed() -> DigitCrop {
        var (left, right, top, bottom) = (side, -1, side, -1)
        for y in 0..<side {
            for x in 0..<side where coverage[y * side + x] >= 0.5 {
                (left, right) = (min(left, x), max(right, x))
                (top, bottom) = (min(top, y), max(bottom, y))
            }
        }
        guard right >= left else { return self }
        let (width, height) = (right - left + 1, bottom - top + 1)
        let newSide = max(width, height)
        let (x0, y0) = (left - (newSide - width) / 2, top - (newSide - height) / 2)
        var cut = [Float](repeating: 0, count: newSide * newSide)
        for y in top...bottom {
            for x in left...right { cut[(y - y0) * newSide + x - x0] = coverage[y * side + x] }
        }
        return DigitCrop(side: newSide, coverage: cut)
    }
}
