import ArgumentParser
import DigitNetwork

/// What `digits train` can train.
enum TrainedArchitecture: String, CaseIterable, ExpressibleByArgument {
    case mlp
    case cnnSmall = "cnn-small"
    case cnn
    case digitCheck = "digit-check"

    /// The names and what they are, for the help.
    static let explanation = """
        mlp (dense layers, the book's), cnn-small (17,890 parameters, minutes), cnn (140,458 parameters)
        or digit-check (112,993 parameters with 49 classes)
        """

    /// The convolutional network of that name, or `nil` for dense layers.
    var convolutional: Network.ConvolutionalArchitecture? {
        switch self {
        case .mlp: nil
        case .cnnSmall: .cnnSmall
        case .cnn: .cnn
        case .digitCheck: .digitCheck
        }
    }

    /// How the shipped model of that name was trained.
    var recipe: TrainingOptions {
        var options = TrainingOptions()
        options.schedule = .oneCycle()
        options.weightDecay = 0.01
        options.weightAverage = 0.999
        options.augmentation = .digits
        switch self {
        case .mlp:
            options.epochs = 60
            options.learningRate = 0.01
            options.augmentation?.rotation = 5
            options.augmentation?.shift = 0.5
            options.augmentation?.scale = 0.05
            options.augmentation?.shear = 0.1
            options.augmentation?.elastic = 0.5
            options.augmentation?.thickness = 0.1
        case .digitCheck:
            options.epochs = 12
            options.learningRate = 4e-3
            // Turned or cut, a digit soon is none, and letters become digits.
            options.augmentation?.rotation = 5
            options.augmentation?.shift = 1
            options.augmentation?.scale = 0.05
            options.augmentation?.shear = 0.1
            options.augmentation?.elastic = 0.7
        case .cnnSmall, .cnn:
            options.epochs = self == .cnn ? 20 : 30
            options.learningRate = 4e-3
            options.labelSmoothing = 0.02
            if self == .cnn {
                // What users write is less tidy than MNIST, and this network has room for it.
                options.augmentation?.rotation = 15
                options.augmentation?.shift = 3
                options.augmentation?.scale = 0.2
            }
        }
        return options
    }
}
