using System.Numerics;
using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>
/// A recurrent layer in one direction. Inputs: x [batch, time, inputs], W [gates · units, inputs], U [gates · units, units], their biases
/// [gates · units] if there are any, the initial states [batch, units], and the lengths of the rows, int64 [batch], if they have their own.
/// Outputs: h of each step [batch, time, units], the final states, and what the steps save for the gradient. From its length on, the
/// outputs of a row are 0 and its states stay.
/// </summary>
/// <param name="IsReverse">Whether a row is read from its end.</param>
/// <param name="HasBias">Whether there are biases.</param>
/// <param name="HasLengths">Whether rows have lengths of their own.</param>
/// <param name="Saves">Whether the last output is what the gradient needs.</param>
internal abstract record RecurrenceOp(bool IsReverse, bool HasBias, bool HasLengths, bool Saves) : FormulaOp
{
    /// <summary>Gates, each of as many rows of the weights as there are units.</summary>
    public abstract int Gates { get; }

    /// <summary>States: h, or h and c.</summary>
    public abstract int States { get; }

    /// <summary>The number of inputs.</summary>
    public int Arity => FirstState + States + (HasLengths ? 1 : 0);

    /// <summary>The index of the initial h among the inputs.</summary>
    private int FirstState => HasBias ? 5 : 3;

    /// <summary>Elements that a step saves, for each row and unit.</summary>
    protected abstract int SavedWidth { get; }

    /// <summary>The operator in ONNX: LSTM, GRU or RNN.</summary>
    protected abstract string OnnxName { get; }

    /// <summary>For each gate of ONNX, in its order, the gate here.</summary>
    protected abstract int[] OnnxGates { get; }

    public sealed override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        var type = inputs[0].ElementType;
        RequireFloat(inputs[..(FirstState + States)]);
        if (inputs[0].Shape.Rank != 3 || !inputs[0].Shape[2].IsFixed)
            throw new ShapeException($"{Name}: the input is {inputs[0]}; it must be [batch, time, features], the features a number.");
        var (batch, time, features) = (inputs[0].Shape[0], inputs[0].Shape[1], inputs[0].Shape[2]);
        if (inputs[2].Shape.Rank != 2 || !inputs[2].Shape.IsFixed || inputs[2].Shape[0] != inputs[2].Shape[1] * Gates)
            throw new ShapeException($"{Name}: the recurrent weights are {inputs[2]}; they must be [{Gates} · units, units].");
        var units = inputs[2].Shape[1];
        Require("the weight of the input", inputs[1], [units * Gates, features]);
        for (var i = 3; i < FirstState; i++) Require("a bias", inputs[i], [units * Gates]);
        for (var i = 0; i < States; i++) Require("an initial state", inputs[FirstState + i], [batch, units]);
        if (HasLengths && inputs[^1] != new TensorType(ElementType.Int64, [batch]))
            throw new ShapeException($"{Name}: the lengths are {inputs[^1]}; for the input {inputs[0]} they must be int64[{batch}].");
        TensorType state = new(type, [batch, units]);
        return
        [
            new(type, [batch, time, units]), .. Enumerable.Repeat(state, States),
            .. Saves ? [new TensorType(type, [time, batch, units * SavedWidth])] : Array.Empty<TensorType>(),
        ];

        void Require(string what, TensorType given, Shape wanted)
        {
            if (given != new TensorType(type, wanted))
                throw new ShapeException(
                    $"{Name}: {what} has the type {given}; with {units} units and {features} features it must be "
                        + $"{new TensorType(type, wanted)}.");
        }
    }

    // the operator of the gradient, which reads what the steps saved
    public sealed override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients)
    {
        if (!Saves) node = (this with { Saves = true }).NodeOf([.. node.Inputs]);
        var slopes = node.Outputs.Take(1 + States).Select((y, i) => gradients[i] ?? y.Number(0).Expand(y.Shape));
        var results = new RecurrenceGradientOp(this with { Saves = true }).NodeOf([.. node.Inputs, node.Outputs[^1], .. slopes]).Outputs;
        return HasLengths ? [.. results, null] : [.. results];
    }

    public sealed override Value[]? ForInference(IReadOnlyList<Value> inputs) =>
        Saves ? (this with { Saves = false }).NodeOf([.. inputs]).Outputs : null;

    // 2 · (inputs + units) · gates · units for each row and step
    public override long Operations(IReadOnlyList<TensorType> inputs, IReadOnlyList<TensorType> outputs) =>
        2 * outputs[0].Shape.ElementCount * Gates * (inputs[0].Shape[2] + inputs[2].Shape[1]).Size;

    /// <summary>The operator of ONNX Runtime has neither float64 nor rows that come first.</summary>
    public sealed override void ToOnnx(OnnxForm form)
    {
        if (form.IsFloat64)
        {
            base.ToOnnx(form);
            return;
        }

        var units = form.Node.Inputs[2].Shape[1].Size;
        string[] nodeInputs =
        [
            form.Step("Transpose", [form.Input()], OnnxAttribute.Ints("perm", [1, 0, 2])), Weights(form.Input(1)), Weights(form.Input(2)),
            HasBias ? Weights(form.Step("Concat", [form.Input(3), form.Input(4)], OnnxAttribute.Int("axis", 0)), 2) : "",
            HasLengths ? form.Step("Cast", [form.Input(Arity - 1)], OnnxAttribute.Int("to", (long)ElementType.Int32.ToOnnx())) : "",
            .. Enumerable.Range(FirstState, States).Select(i => form.Step("Unsqueeze", [form.Input(i), form.Integers(0)])),
        ];
        var results = form.Steps(
            OnnxName, nodeInputs, 1 + States,
            [
                OnnxAttribute.Int("hidden_size", units), OnnxAttribute.Text("direction", IsReverse ? "reverse" : "forward"),
                .. OnnxAttributes,
            ]);

        // [time, directions, batch, units] → [batch, time, units]
        var y = form.Step("Transpose", [results[0]], OnnxAttribute.Ints("perm", [2, 0, 1, 3]));
        form.Yield("Squeeze", [y, form.Integers(2)], 0);

        // ONNX Runtime gives zeros as the states after the last step of a row of no steps.
        var isEmpty = HasLengths
            ? form.Step("Unsqueeze", [form.Step("Equal", [form.Input(Arity - 1), form.Integers(0)]), form.Integers(1)])
            : null;
        for (var i = 1; i <= States; i++)
        {
            if (isEmpty is null) form.Yield("Squeeze", [results[i], form.Integers(0)], i);
            else form.Yield("Where", [isEmpty, form.Input(FirstState + i - 1), form.Step("Squeeze", [results[i], form.Integers(0)])], i);
        }

        // [gates · units, …] → [directions, gates · units, …], the gates in the order of ONNX
        string Weights(string name, int copies = 1)
        {
            var gates = Enumerable.Range(0, copies).SelectMany(copy => OnnxGates.Select(gate => (long)((copy * Gates) + gate)));
            var rows = gates.SelectMany(gate => Enumerable.Range(0, (int)units).Select(unit => (gate * units) + unit));
            return Gates == 1
                ? form.Step("Unsqueeze", [name, form.Integers(0)])
                : form.Step("Gather", [name, form.Constant(TensorData.Of<long>([.. rows], [1, copies * Gates * units]))]);
        }
    }

    /// <summary>Attributes of the operator in ONNX besides its size and direction.</summary>
    protected virtual IEnumerable<AttributeProto> OnnxAttributes => [];

    /// <summary>The gradient's kernel. Its inputs are those of this operator, what it saved and the gradients of its outputs.</summary>
    public abstract Action BindGradient<T>(Binding binding)
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>The cell: the products W x + b and U h + b, and the states → the output and the next states.</summary>
    protected abstract (Value Output, Value[] States) Cell(Value input, Value product, Value[] states);

    // a scan of the cell; W x + b of all steps is computed before it
    protected sealed override Value[] Formula(IReadOnlyList<Value> x)
    {
        var (y, last) = LengthScan.Write(
            x[0].Linear(x[1], HasBias ? x[3] : null), [.. x.Skip(FirstState).Take(States)], HasLengths ? x[Arity - 1] : null, IsReverse,
            (input, states) => Cell(input, states[0].Linear(x[2], HasBias ? x[4] : null), states));
        return [y, .. last];
    }

    /// <summary>The outputs of the formula, for the gradient.</summary>
    public Value[] Expanded(IReadOnlyList<Value> x) => Formula(x);

    protected Action BindForward<T, TCell>(Binding binding)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TCell : struct, ICell<T>
    {
        var sizes = binding.InputSizes(0);
        return new RecurrentForward<T, TCell>(
            Order(binding), sizes[2], binding.InputSizes(2)[1], Given<T>(binding), binding.Output<T>(0), binding.Output<T>(1),
            States > 1 ? binding.Output<T>(2) : default, Saves ? binding.Output<T>(1 + States) : default, binding.Scratch).Run;
    }

    protected Action BindBackward<T, TCell>(Binding binding)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TCell : struct, ICell<T>
    {
        var (sizes, first) = (binding.InputSizes(0), Arity + 1);
        var results = new RecurrentInputs<T>(
            binding.Output<T>(0), binding.Output<T>(1), binding.Output<T>(2), HasBias ? binding.Output<T>(3) : default,
            HasBias ? binding.Output<T>(4) : default, binding.Output<T>(FirstState),
            States > 1 ? binding.Output<T>(FirstState + 1) : default);
        var slopes = new RecurrentSlopes<T>(
            binding.Input<T>(first), binding.Input<T>(first + 1), States > 1 ? binding.Input<T>(first + 2) : default, results);
        return new RecurrentBackward<T, TCell>(
            Order(binding), sizes[2], binding.InputSizes(2)[1], Given<T>(binding), binding.Input<T>(Arity), slopes, binding.Scratch).Run;
    }

    private RecurrentInputs<T> Given<T>(Binding binding)
        where T : unmanaged => new(
        binding.Input<T>(0), binding.Input<T>(1), binding.Input<T>(2), HasBias ? binding.Input<T>(3) : default,
        HasBias ? binding.Input<T>(4) : default, binding.Input<T>(FirstState), States > 1 ? binding.Input<T>(FirstState + 1) : default);

    private StepOrder Order(Binding binding)
    {
        var sizes = binding.InputSizes(0);
        return new(Name, sizes[0], sizes[1], HasLengths ? binding.Input<long>(Arity - 1) : null, IsReverse);
    }
}
