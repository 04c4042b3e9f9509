extension ConvolutionShape {
    /// Copies x [H, W, C] into the middle of `padded` [H', W', C], whose border becomes zero.
    func pad(_ x: UnsafePointer<Float>, into padded: UnsafeMutablePointer<Float>) {
        copyIntoBorder(
            x, height: height, line: width * channels, top: window.padding.top, left: window.padding.left * channels,
            bottom: window.padding.bottom, wide: paddedWidth * channels, into: padded)
    }

    /// Copies dy [outH, outW, O] to where each delta's window begins, seen from the picture, with zeros between and
    /// around: then the way back is a convolution with stride 1, whatever the stride was.
    func spread(_ dy: UnsafePointer<Float>, into spread: UnsafeMutablePointer<Float>) {
        let (top, left) = (window.height - 1 - window.padding.top, window.width - 1 - window.padding.left)
        let wide = spreadWidth * outputs
        if window.verticalStride == 1, window.horizontalStride == 1, top >= 0, left >= 0,
            top + outHeight <= spreadHeight, left + outWidth <= spreadWidth
        {
            copyIntoBorder(
                dy, height: outHeight, line: outWidth * outputs, top: top, left: left * outputs,
                bottom: spreadHeight - outHeight - top, wide: wide, into: spread)
            return
        }
        spread.update(repeating: 0, count: spreadCount)
        for row in 0..<outHeight {
            let line = row * window.verticalStride + top
            // A padding larger than the window has positions that never touch the picture.
            guard (0..<spreadHeight).contains(line) else { continue }
            for column in 0..<outWidth {
                let place = column * window.horizontalStride + left
                guard (0..<spreadWidth).contains(place) else { continue }
                (spread + line * wide + place * outputs).update(
                    from: dy + (row * outWidth + column) * outputs, count: outputs)
            }
        }
    }

    /// `height` lines of `line` floats, with zeros around them, `wide` floats a line.
    private func copyIntoBorder(
        _ source: UnsafePointer<Float>, height: Int, line: Int, top: Int, left: Int, bottom: Int, wide: Int,
        into target: UnsafeMutablePointer<Float>
    ) {
        target.update(repeating: 0, count: top * wide)
        for row in 0..<height {
            let start = target + (top + row) * wide
            start.update(repeating: 0, count: left)
            (start + left).update(from: source + row * line, count: line)
            (start + left + line).update(repeating: 0, count: wide - left - line)
        }
        (target + (top + height) * wide).update(repeating: 0, count: bottom * wide)
    }
}
