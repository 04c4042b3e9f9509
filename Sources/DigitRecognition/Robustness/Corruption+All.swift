extension Corruption {
    /// All corruptions, in the order of reports: where the digit is, its strokes, noise, blur, light, what lies over it.
    public static let all: [Corruption] = [
        translate, rotate, scale, shear, thickness,
        gaussianNoise, shotNoise, impulseNoise,
        gaussianBlur, glassBlur, motionBlur,
        brightness, contrast, inversion, fog,
        occlusion, stripe, spatter, dottedLine, zigzag, cannyEdges,
    ]

    /// The corruption of a name, or `nil`.
    public init?(named name: String) {
        guard let found = Self.all.first(where: { $0.name == name }) else { return nil }
        self = found
    }
}
