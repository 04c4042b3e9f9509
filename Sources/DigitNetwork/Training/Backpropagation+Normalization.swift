import CDigitKernels

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What the passes of a normalisation read, [C] each: the mean of the batch; y = x factor + offset forward; and
/// dx = dy factor + (x - mean) slope + pull on the way back.
enum NormalizationPart: Int, CaseIterable {
    case mean, factor, offset, slope, pull, inverse
}

// A normalisation is where the images of a batch meet. Each adds up its own pixels while they are in the cache; the sums
// of the images are then added in double precision, in the order of the images.
extension Backpropagation {
    func part(_ part: NormalizationPart, of layer: TrainedNormalization) -> UnsafeMutablePointer<Float> {
        batch.pointer + layer.batch + part.rawValue * layer.channels
    }

    /// The two rows of sums that an image has: [C] each.
    private func sums(_ layer: TrainedNormalization, _ row: Int) -> (
        UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>
    ) {
        let start = sums.pointer + layer.sums + 2 * row * layer.channels
        return (start, start + layer.channels)
    }

    /// The mean of one image and its squared distances to it.
    func measure(_ layer: TrainedNormalization, _ row: Int, _ x: UnsafePointer<Float>) {
        let (mean, squares) = sums(layer, row)
        digit_moments(simd, x, layer.pixels, layer.channels, mean, squares)
    }

    /// The mean and variance of the batch out of those of its images, and what forward and back need of them.
    func gather(_ layer: TrainedNormalization, images rows: Int) {
        let count = Double(rows * layer.pixels)
        let scale = parameters.pointer + layer.parameters
        let kept = kept.pointer + layer.kept
        for channel in 0..<layer.channels {
            var mean = 0.0
            for row in 0..<rows { mean += Double(sums(layer, row).0[channel]) }
            mean /= Double(rows)
            var squares = 0.0
            for row in 0..<rows {
                let (means, distances) = sums(layer, row)
                let distance = Double(means[channel]) - mean
                squares += Double(distances[channel]) + Double(layer.pixels) * distance * distance
            }
            let inverse = Float(1 / (squares / count + Double(layer.epsilon)).squareRoot())
            let factor = scale[channel] * inverse
            part(.mean, of: layer)[channel] = Float(mean)
            part(.inverse, of: layer)[channel] = inverse
            part(.factor, of: layer)[channel] = factor
            part(.offset, of: layer)[channel] = scale[layer.channels + channel] - Float(mean) * factor

            let unbiased = Float(squares / max(count - 1, 1))
            kept[channel] += layer.momentum * (Float(mean) - kept[channel])
            kept[layer.channels + channel] += layer.momentum * (unbiased - kept[layer.channels + channel])
        }
    }

    /// What one image's deltas add up to, by themselves and times x - mean.
    func measureBack(
        _ layer: TrainedNormalization, _ row: Int, x: UnsafePointer<Float>, y: UnsafePointer<Float>,
        dy: UnsafePointer<Float>
    ) {
        let (sum, product) = sums(layer, row)
        digit_affine_sums(
            simd, x, layer.relu ? y : nil, dy, layer.pixels, layer.channels, part(.mean, of: layer), sum, product)
    }

    /// The gradients of scale and shift, and what the way back needs.
    func gatherBack(_ layer: TrainedNormalization, images rows: Int) {
        let count = Double(rows * layer.pixels)
        let gradients = gradients.pointer + layer.parameters
        for channel in 0..<layer.channels {
            var (sum, product) = (0.0, 0.0)
            for row in 0..<rows {
                let (deltas, products) = sums(layer, row)
                sum += Double(deltas[channel])
                product += Double(products[channel])
            }
            let inverse = Double(part(.inverse, of: layer)[channel])
            let factor = Double(part(.factor, of: layer)[channel])
            gradients[channel] = Float(product * inverse)
            gradients[layer.channels + channel] = Float(sum)
            part(.slope, of: layer)[channel] = Float(-factor * inverse * inverse * product / count)
            part(.pull, of: layer)[channel] = Float(-factor * sum / count)
        }
    }
}
