import DigitFormats
import DigitNetwork

extension ONNXImporter {
    /// What one node gives: the table of the operators that are read.
    ///
    /// Source: the standard's `docs/Operators.md` and `docs/Operators-ml.md`.
    mutating func run(_ step: inout ONNXStep) throws -> [ONNXValue] {
        switch (step.node.domain, step.node.operation) {
        case ("", "Conv"): return [.flow(try convolution(&step))]
        case ("", "MaxPool"), ("", "AveragePool"): return [.flow(try pooling(&step)), .absent]
        case ("", "GlobalMaxPool"): return [.flow(try globalPooling(.globalMaxPool, &step))]
        case ("", "GlobalAveragePool"): return [.flow(try globalPooling(.globalAveragePool, &step))]
        case ("", "ReduceMax"): return [.flow(try reduction(.globalMaxPool, &step))]
        case ("", "ReduceMean"): return [.flow(try reduction(.globalAveragePool, &step))]
        case ("", "BatchNormalization"): return [.flow(try normalization(&step))]
        case ("", "MatMul"): return [.flow(try product(&step))]
        case ("", "Gemm"): return [.flow(try generalProduct(&step))]
        case ("", "Add"), ("", "Sub"), ("", "Mul"), ("", "Div"): return [try arithmetic(&step)]
        case ("", "Relu"): return [.flow(try activation(.relu, &step))]
        case ("", "Sigmoid"): return [.flow(try activation(.sigmoid, &step))]
        case ("", "Tanh"): return [.flow(try activation(.tanh, &step))]
        case ("", "Clip"): return [.flow(try clip(&step))]
        case ("", "Greater"): return [.flow(try greater(&step))]
        case ("", "Softmax"): return [.flow(try softmax(.probabilities, &step))]
        case ("", "LogSoftmax"): return [.flow(try softmax(.logarithms, &step))]
        case ("", "Log"): return [.flow(try change(.probabilities, to: .logarithms, &step))]
        case ("", "Exp"): return [.flow(try change(.logarithms, to: .probabilities, &step))]
        case ("", "Dropout"): return [try dropout(&step), .absent]
        case ("", "Identity"): return [step[0]]
        case ("", "Cast"): return [try cast(&step)]
        case ("", "Constant"): return [.constant(try constant(&step))]
        case ("", "Shape"): return [try shape(&step)]
        case ("", "Pad"): return [try pad(&step)]
        case ("", "ConstantOfShape"): return [.constant(try filled(&step))]
        case ("", "Gather"): return [try gather(&step)]
        case ("", "Slice"): return [try slice(&step)]
        case ("", "Concat"): return [try concatenation(&step)]
        case ("", "Reshape"): return [try reshape(&step)]
        case ("", "Flatten"): return [.flow(try flatten(&step))]
        case ("", "Transpose"): return [try transpose(&step)]
        case ("", "Squeeze"): return [try squeeze(&step)]
        case ("", "Unsqueeze"): return [try unsqueeze(&step)]
        case ("", "ArgMax"): return [try labels(&step)]
        case ("ai.onnx.ml", "LinearClassifier"): return [.labels, .flow(try linearClassifier(&step))]
        case ("ai.onnx.ml", "Scaler"): return [.flow(try scaler(&step))]
        case ("ai.onnx.ml", "Normalizer"): return [.flow(try normalizer(&step))]
        case ("ai.onnx.ml", "ZipMap"): return [.flow(try zipMap(&step))]
        default: throw ONNXRefusal("the operator is not one that a network here has")
        }
    }
}
