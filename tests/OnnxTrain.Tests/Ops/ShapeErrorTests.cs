namespace OnnxTrain.Tests.Ops;

/// <summary>Wrong uses fail where they are written, and the message says with what.</summary>
public class ShapeErrorTests
{
    private static readonly Value Matrix = Float("batch", 4),
        Other = Float("batch", 5), Cube = Float("batch", 2, 3), Scalar = Float();
    private static readonly Value Whole = Typed(ElementType.Int64, "batch"),
        Words = Typed(ElementType.String, "batch", 4), Flags = Typed(ElementType.Bool, "batch", 4);
    private static readonly Value Double = Typed(ElementType.Float64, "batch", 4);

    private static readonly Dictionary<string, (Func<object> Use, string[] Parts)> Uses = new()
    {
        ["Add: axes differ"] = (() => Matrix + Other, ["Add", "[batch, 4]", "[batch, 5]", "4 and 5"]),
        ["Add: a name meets a number"] = (() => Matrix + Float(3, 4), ["Add", "[batch, 4]", "[3, 4]", "batch and 3"]),
        ["Add: two names"] = (() => Matrix + Float("time", 4), ["Add", "batch and time"]),
        ["Add: element types"] = (() => Matrix + Double, ["Add", "float32[batch, 4]", "float64[batch, 4]", "Cast"]),
        ["Mul: truth values"] = (() => Flags * Flags, ["Mul", "bool[batch, 4]", "float32, float64, int32 or int64"]),
        ["Exp: whole numbers"] = (() => Whole.Exp(), ["Exp", "int64[batch]", "float32 or float64"]),
        ["Less: element types"] = (() => Matrix < Double, ["Less", "float32[batch, 4]", "float64[batch, 4]"]),
        ["Less: truth values"] = (() => Flags < Typed(ElementType.Bool, 4), ["Less", "bool[batch, 4]"]),
        ["Equal: shapes"] = (() => Matrix.EqualTo(Other), ["Equal", "[batch, 4]", "[batch, 5]"]),
        ["Where: condition"] = (() => Value.Where(Matrix, Matrix, Matrix), ["Where", "float32[batch, 4]", "bool"]),
        ["Where: branches"] = (() => Value.Where(Flags, Matrix, Double), ["Where", "float32[batch, 4]", "float64[batch, 4]"]),
        ["Where: shapes"] = (() => Value.Where(Flags, Matrix, Other), ["Where", "[batch, 4]", "[batch, 5]"]),
        ["Gemm: columns meet rows"] = (() => Matrix.MatMul(Float(5, 3)), ["Gemm", "[batch, 4]", "[5, 3]", "4 columns and 5 rows"]),
        ["Gemm: a vector"] = (() => new GemmOp().Of(Matrix, Float(4)), ["Gemm", "[batch, 4]", "[4]", "matrices"]),
        ["Gemm: transposed"] = (() => Matrix.Linear(Float(7, 5)), ["Gemm", "[batch, 4]", "transpose", "[7, 5]", "4 columns and 5 rows"]),
        ["Gemm: bias"] = (() => Matrix.Linear(Float(7, 4), Float(4)), ["Gemm", "[4]", "[7]"]),
        ["MatMul: columns meet rows"] = (() => Cube.MatMul(Float(4, 3)), ["MatMul", "[batch, 2, 3]", "[4, 3]", "3 columns and 4 rows"]),
        ["MatMul: outer axes"] = (() => Cube.MatMul(Float(5, 3, 2)), ["MatMul", "[batch]", "[5]"]),
        ["MatMul: a vector"] = (() => Cube.MatMul(Float(3)), ["MatMul", "[batch, 2, 3]", "[3]", "Unsqueeze"]),
        ["Sum: axis"] = (() => Matrix.Sum(2), ["Sum", "axis 2", "[batch, 4]"]),
        ["Sum: truth values"] = (() => Flags.Sum(), ["ReduceSum", "bool[batch, 4]", "int32 or int64"]),
        ["Mean: whole numbers"] = (() => Whole.Mean(), ["ReduceMean", "int64[batch]", "float32 or float64"]),
        ["Var: one number"] = (() => Float(5, 1, 1).Var(1, 2), ["Var", "[1, 1]", "no variance"]),
        ["Std: one number"] = (() => Float(1, 1).Std(), ["Var", "[1, 1]", "no variance"]),
        ["Pow: whole numbers"] = (() => Whole.Pow(Whole), ["Pow", "int64[batch]", "float32 or float64"]),
        ["Mul: a fraction of whole numbers"] = (() => Whole * 0.5, ["0.5", "int64", "Cast"]),
        ["Clip: a fraction of whole numbers"] = (() => Whole.Clip(0.5, 2), ["0.5", "int64"]),
        ["Add: whole numbers of two types"] = (
            () => Whole + Typed(ElementType.Int32, "batch"),
            ["Add", "int64[batch]", "int32[batch]", "Cast"]),
        ["And: numbers"] = (() => Flags & Matrix, ["And", "bool[batch, 4]", "float32[batch, 4]", "bool"]),
        ["Not: numbers"] = (() => !Matrix, ["Not", "float32[batch, 4]", "bool"]),
        ["TopK: too many"] = (() => Matrix.TopK(5), ["TopK", "5 of the 4", "[batch, 4]"]),
        ["TopK: of a named axis"] = (() => Matrix.TopK(2, 0), ["TopK", "2 of the batch"]),
        ["Ctc: labels"] = (() => Cube.Ctc(Matrix), ["Ctc", "float32[batch, 4]", "int64[batch, labels]"]),
        ["CosineEmbeddingLoss: no pairs"] = (
            () => new CosineEmbeddingLoss().TargetType(Matrix.Type),
            ["CosineEmbeddingLoss", "float32[batch, 4]", "[batch, 2, features]"]),
        ["Any: numbers"] = (() => Matrix.Any(), ["Any", "float32[batch, 4]", "bool"]),
        ["ArgMax: a scalar"] = (() => Scalar.ArgMax(), ["ArgMax", "scalar", "axis -1"]),
        ["ArgMax: whole numbers"] = (() => Whole.ArgMax(), ["ArgMax", "int64[batch]"]),
        ["Softmax: axis"] = (() => Matrix.Softmax(-3), ["Softmax", "axis -3", "[batch, 4]"]),
        ["Softmax: whole numbers"] = (() => Whole.Softmax(), ["Softmax", "int64[batch]"]),
        ["SoftmaxCrossEntropy: labels"] = (
            () => Matrix.SoftmaxCrossEntropy(Matrix),
            ["SoftmaxCrossEntropy", "float32[batch, 4]", "int64[batch, …]"]),
        ["SoftmaxCrossEntropy: logits"] = (
            () => Cube.SoftmaxCrossEntropy(Whole),
            ["SoftmaxCrossEntropy", "float32[batch, 2, 3]", "[batch, classes, …]"]),
        ["NegativeLogLikelihood: labels"] = (
            () => Matrix.NegativeLogLikelihood(Matrix),
            ["NegativeLogLikelihood", "float32[batch, 4]", "int64[batch, …]"]),
        ["Reshape: count"] = (() => Matrix.Reshape(["batch", 5]), ["Reshape", "[batch, 4]", "[batch, 5]"]),
        ["Reshape: name lost"] = (() => Matrix.Reshape([12]), ["Reshape", "[batch, 4]", "[12]", "named axes"]),
        ["Flatten: axis"] = (() => Matrix.Flatten(3), ["Flatten", "axis 3", "[batch, 4]"]),
        ["Unsqueeze: axis"] = (() => Matrix.Unsqueeze(4), ["Unsqueeze", "axis 4", "[batch, 4]"]),
        ["Squeeze: not one"] = (() => Matrix.Squeeze(1), ["Squeeze", "axis 1", "[batch, 4]", "not 1"]),
        ["Expand: axis"] = (() => Matrix.Expand(["batch", 8]), ["Expand", "[batch, 4]", "[batch, 8]"]),
        ["Expand: fewer axes"] = (() => Matrix.Expand([4]), ["Expand", "[batch, 4]", "[4]"]),
        ["Transpose: twice"] = (() => Matrix.Transpose(0, 0), ["Transpose", "[0, 0]", "[batch, 4]"]),
        ["Transpose: words"] = (() => Words.Transpose(), ["Transpose", "string[batch, 4]", "LabelEncoder"]),
        ["Slice: range"] = (() => Matrix.Slice(1, 2, 5), ["Slice", "2 … 5", "0 … 4", "axis 1", "[batch, 4]"]),
        ["Slice: named"] = (() => Matrix.Slice(0, -2, 1), ["Slice", "-2", "axis 0", "[batch, 4]", "named"]),
        ["Slice: step"] = (() => Matrix.Slice(1, step: 0), ["Slice", "step is 0"]),
        ["Slice: too far"] = (() => Matrix.Slice(1, -5), ["Slice", "-5", "0 … 4", "[batch, 4]"]),
        ["Slice: indices"] = (() => Matrix[0, 1, 2], ["Slice", "3 indices", "[batch, 4]"]),
        ["Split: sizes"] = (() => Matrix.Split([1, 2], 1), ["Split", "1, 2", "axis 1", "[batch, 4]"]),
        ["Split: named"] = (() => Matrix.Split(2), ["Split", "axis 0", "[batch, 4]", "named"]),
        ["Chunk: named"] = (() => Matrix.Chunk(2), ["Chunk", "axis 0", "[batch, 4]", "named"]),
        ["Stack: types"] = (() => Value.Stack(0, Matrix, Other), ["Stack", "float32[batch, 4]", "float32[batch, 5]"]),
        ["Stack: nothing"] = (() => Value.Stack(0), ["Stack", "nothing"]),
        ["Flip: twice"] = (() => Cube.Flip(1, -2), ["Flip", "[1, -2]", "[batch, 2, 3]", "twice"]),
        ["SwapAxes: axis"] = (() => Matrix.SwapAxes(0, 2), ["SwapAxes", "axis 2", "[batch, 4]"]),
        ["MoveAxis: counts"] = (() => Matrix.MoveAxis([0], [0, 1]), ["MoveAxis", "1 axes", "2 positions"]),
        ["Squeeze: twice"] = (() => Float(1, 2).Squeeze(0, 0), ["Squeeze", "[0, 0]", "[1, 2]", "twice"]),
        ["Unsqueeze: twice"] = (() => Matrix.Unsqueeze(0, -4), ["Unsqueeze", "[0, -4]", "[batch, 4]", "twice"]),
        ["Reshape: −1 for an unknown name"] = (
            () => Float("batch", "time", 2).Reshape(["heads", -1, 2]),
            ["Reshape", "[heads, -1, 2]", "[batch, time, 2]", "batch * time is not a multiple of heads"]),
        ["Reshape: −1 for half of a name"] = (
            () => Float("batch", "time").Reshape(["batch", -1, 2]),
            ["Reshape", "[batch, -1, 2]", "[batch, time]", "time is not a multiple of 2"]),
        ["Reshape: half of a name, three times"] = (
            () => Matrix.Reshape([(Dimension)"batch" / 2, 3, 4]),
            ["Reshape", "[batch, 4]", "[floor(batch / 2), 3, 4]"]),
        ["Reshape: −1 and no multiple"] = (
            () => Matrix.Reshape(["batch", -1, 3]),
            ["Reshape", "[batch, 4]", "[batch, -1, 3]", "4 is not a multiple of 3"]),
        ["Reshape: two times −1"] = (() => Matrix.Reshape([-1, -1]), ["[-1]", "−1"]),
        ["Input: −1"] = (() => Float(-1, 4), ["[-1, 4]", "Reshape"]),
        ["Expand: −1"] = (() => Float(1, 4).Expand([-1, 4]), ["[-1, 4]"]),
        ["GatherElements: indices"] = (() => Matrix.GatherElements(Matrix, 1), ["GatherElements", "float32[batch, 4]", "int64"]),
        ["GatherElements: axes"] = (() => Matrix.GatherElements(Whole, 1), ["GatherElements", "int64[batch]", "float32[batch, 4]"]),
        ["GatherElements: longer"] = (
            () => Float(3, 4).GatherElements(Typed(ElementType.Int64, 5, 2), 1),
            ["GatherElements", "axis 0", "int64[5, 2]", "float32[3, 4]"]),
        ["ScatterElements: updates"] = (
            () => Matrix.ScatterElements(Typed(ElementType.Int64, "batch", 2), Matrix, 1),
            ["ScatterElements", "float32[batch, 4]", "float32[batch, 2]"]),
        ["ScatterElements: bool"] = (
            () => Flags.ScatterElements(Typed(ElementType.Int64, "batch", 4), Flags, 1, ScatterReduction.Add),
            ["ScatterElements", "bool[batch, 4]", "cannot be added"]),
        ["GatherND: indices"] = (() => Matrix.GatherND(Typed(ElementType.Int64, 5, 3)), ["GatherND", "int64[5, 3]", "float32[batch, 4]"]),
        ["GatherND: batch"] = (
            () => Cube.GatherND(Typed(ElementType.Int64, 5, 1), 1),
            ["GatherND", "float32[batch, 2, 3]", "int64[5, 1]", "1 leading axes"]),
        ["ScatterND: updates"] = (
            () => Float(4, 2).ScatterND(Typed(ElementType.Int64, 3, 1), Float(3)),
            ["ScatterND", "float32[3]", "float32[3, 2]"]),
        ["TakeAlongAxis: axes"] = (() => Cube.TakeAlongAxis(Whole, 1), ["TakeAlongAxis", "int64[batch]", "float32[batch, 2, 3]"]),
        ["MaskedFill: mask"] = (
            () => Matrix.MaskedFill(Typed(ElementType.Bool, 2, "batch", 4), 0),
            ["MaskedFill", "bool[2, batch, 4]", "float32[batch, 4]"]),
        ["NonZero: named"] = (() => Matrix.NonZero(), ["NonZero", "float32[batch, 4]", "named"]),
        ["Tril: a vector"] = (() => Float(3).Tril(), ["Tril", "float32[3]", "two axes"]),
        ["Outer: a matrix"] = (() => Matrix.Outer(Float(3)), ["Outer", "float32[batch, 4]", "float32[3]"]),
        ["Cdist: columns"] = (() => Matrix.Cdist(Float(3, 5)), ["Cdist", "float32[batch, 4]", "float32[3, 5]"]),
        ["Pad: circular"] = (() => Float(2, 3).Pad([4], [0], PadMode.Circular), ["Pad", "4 before", "axis 1", "[2, 3]", "at most 3"]),
        ["GridSample: grid"] = (
            () => Float("batch", 2, 4, 4).GridSample(Float("batch", 3, 3, 3)),
            ["GridSample", "float32[batch, 2, 4, 4]", "float32[batch, 3, 3, 3]"]),
        ["Unfold: axes"] = (() => Matrix.Unfold(2), ["Unfold", "[batch, 4]"]),
        ["Fold: channels"] = (() => Float("batch", 7, 4).Fold([3, 3], 2), ["Fold", "float32[batch, 7, 4]", "4 taps"]),
        ["Fold: positions"] = (() => Float("batch", 8, 5).Fold([3, 3], 2), ["Fold", "float32[batch, 8, 5]", "[batch, 8, 4]", "3 × 3"]),
        ["Einsum: terms"] = (() => Value.Einsum("ij,jk", Matrix), ["Einsum", "'ij,jk'", "2 terms", "1 operands"]),
        ["Einsum: axes"] = (() => Value.Einsum("ijk->k", Matrix), ["Einsum", "'ijk->k'", "[batch, 4]", "2 axes"]),
        ["Einsum: lengths"] = (() => Value.Einsum("ij,jk->ik", Matrix, Float(5, 2)), ["Einsum", "'j'", "4 and 5"]),
        ["Einsum: unknown"] = (() => Value.Einsum("ij->ik", Matrix), ["Einsum", "'k'"]),
        ["Einsum: twice"] = (() => Value.Einsum("ij->jj", Matrix), ["Einsum", "twice"]),
        ["Einsum: arrows"] = (() => Value.Einsum("ij->j->j", Matrix), ["Einsum", "more than one ->"]),
        ["Einsum: no letter"] = (() => Value.Einsum("i1->i", Matrix), ["Einsum", "'1'"]),
        ["PRelu: slopes"] = (() => Matrix.PRelu(Float(2, 1, 4)), ["PRelu", "[2, 1, 4]", "[batch, 4]"]),
        ["PRelu: channels"] = (() => Matrix.Apply(new PRelu(3)), ["PRelu", "3 slopes", "[batch, 4]"]),
        ["Pad: less than nothing"] = (() => new PadOp(0, 1, (Dimension)2 - 3).Of(Matrix), ["Pad", "-1 after", "axis 0", "[batch, 4]"]),
        ["Narrow: too far"] = (() => Matrix.Narrow(0, "batch", 1), ["Narrow", "1 elements from batch on", "axis 0", "[batch, 4]"]),
        ["Narrow: negative"] = (() => Matrix.Narrow(0, -1, 1), ["Narrow", "from -1 on"]),
        ["Split: names"] = (() => Matrix.Split(["batch", "batch"]), ["Split", "batch, batch", "axis 0", "[batch, 4]"]),
        ["Concat: shapes"] = (() => Value.Concat(1, Matrix, Cube), ["Concat", "[batch, 4]", "[batch, 2, 3]", "axis 1"]),
        ["Concat: nothing"] = (() => Value.Concat(0), ["Concat", "nothing"]),
        ["Concat: element types"] = (() => Value.Concat(1, Matrix, Double), ["Concat", "float32[batch, 4]", "float64[batch, 4]"]),
        ["Gather: indices"] = (() => Float(5, 3).Gather(Matrix), ["Gather", "float32[batch, 4]", "int64"]),
        ["ScatterAdd: rows"] = (() => new ScatterAddOp(3).Of(Float(4, 2), Whole), ["ScatterAdd", "[4, 2]", "int64[batch]"]),
        ["ScatterAdd: whole numbers"] = (() => new ScatterAddOp(3).Of(Whole, Whole), ["ScatterAdd", "int64[batch]", "float32 or float64"]),
        ["OneHot: indices"] = (() => Matrix.OneHot(3), ["OneHot", "float32[batch, 4]", "int64"]),
        ["OneHot: result"] = (() => Whole.OneHot(3, ElementType.Int64), ["OneHot", "int64", "float32 and float64"]),
        ["IsNaN: whole numbers"] = (() => Whole.IsNaN(), ["IsNaN", "int64[batch]"]),
        ["LabelEncoder: numbers"] = (() => Matrix.LabelEncode(["a"]), ["LabelEncoder", "float32[batch, 4]", "string"]),
        ["Pack: too large"] = (() => new PackOp([0, 2], 4).Of(Float(3), Float(1)), ["Pack", "input 0", "[3]"]),
        ["Gradient: not a scalar"] = (() => Matrix.Gradient(Matrix), ["Gradient", "float32[batch, 4]", "scalar"]),
        ["Gradient: whole numbers"] = (
            () => Whole.Cast(ElementType.Int64).Reshape(["batch", 1]).Gather(Typed(ElementType.Int64), 1).Gradient(Whole),
            ["Gradient", "int64[batch]", "scalar"]),
        ["Constant: count"] = (() => Value.Constant<float>([1, 2, 3], [2, 2]), ["Constant", "3 elements", "[2, 2]", "4"]),
        ["Variable: named axis"] = (() => new Variable("weight", ["batch"], Initializer.Zeros), ["weight", "[batch]"]),
    };

    public static TheoryData<string> Names => [.. Uses.Keys];

    [Theory, MemberData(nameof(Names))]
    [InvariantCulture]
    public void The_message_names_the_parts(string name)
    {
        var (use, parts) = Uses[name];
        var message = Assert.Throws<ShapeException>(use).Message;
        Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    [Fact]
    public void The_message_names_the_module()
    {
        using var outer = Trace.Named("encoder");
        using var inner = Trace.Named("linear1");
        Assert.StartsWith(
            "In encoder.linear1: Gemm: ",
            Assert.Throws<ShapeException>(() => Matrix.MatMul(Float(5, 3))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    [InvariantCulture]
    public void Bounds_and_keys_are_checked()
    {
        Assert.Contains("1.5", Assert.Throws<ArgumentException>(() => Matrix.Clip(1.5, 1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Matrix.Dropout(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Matrix.Dropout(-0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Matrix.GaussianNoise(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Matrix.GaussianNoise(double.NaN));
        Assert.Throws<ShapeException>(() => Whole.GaussianNoise(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Whole.OneHot(0));
        Assert.Contains(
            "'b'",
            Assert.Throws<ArgumentException>(() => Words.LabelEncode(["a", "b", "b"])).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Words.LabelEncode([]));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(-6)]
    public void An_index_outside_its_axis_is_an_exception(long index)
    {
        Value table = Float(5, 2), indices = Typed(ElementType.Int64, 3);
        using var gather = OpRun.Plan([table, indices], [table.Gather(indices)], 1);
        gather.Elements<long>(indices)[1] = index;
        Assert.Contains("0 … 4", Assert.Throws<ArgumentOutOfRangeException>(gather.Run).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, 4)]
    [InlineData(true, 4)]
    [InlineData(true, -1)]
    public void A_label_outside_the_classes_is_an_exception_that_names_its_row(bool likelihood, long label)
    {
        Value logits = Float("batch", 4),
            labels = Typed(ElementType.Int64, "batch");
        using var plan = OpRun.Plan(
            [logits, labels],
            [likelihood ? logits.NegativeLogLikelihood(labels) : logits.SoftmaxCrossEntropy(labels)],
            3);
        plan.Elements<long>(labels)[2] = label;
        var message = Assert.Throws<ArgumentOutOfRangeException>(plan.Run).Message;
        Assert.Contains("row 2", message, StringComparison.Ordinal);
        Assert.Contains("0 … 3", message, StringComparison.Ordinal);
    }

    private static Value Float(params Dimension[] axes) => Typed(ElementType.Float32, axes);

    private static Value Typed(ElementType type, params Dimension[] axes) => Value.Input("x", type, Shape.Create(axes));
}
