using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>
/// y = softmax(q kᵀ · scale + mask) v for each head (Vaswani et al., 2017, "Attention is all you need"), tile by tile, so that the scores
/// are never whole in memory (Dao et al., 2022, "FlashAttention"). Inputs are q, k, v and optionally a mask, false to hide a key or a
/// number to add. A query to which all keys are hidden yields 0. For the gradient a second output holds ln Σ eˢ of the scores of each query
/// [batch, heads, queries], the lowest number where all are hidden, and, with dropout, a third one the address of its random numbers.
/// </summary>
internal sealed record AttentionOp(AttentionForm Form, bool SavesSums = true) : FormulaOp
{
    /// <summary>The opset that introduced the operator.</summary>
    private const int Since = 23;

    /// <summary>The type of the address of random numbers: seed, step and stream.</summary>
    public static readonly TensorType Address = new(ElementType.Int64, [3]);

    public override bool IsRandom => Form.Dropout > 0;

    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        var y = Form.Require(Name, inputs[0], inputs[1], inputs[2], inputs.Length > 3 ? inputs[3] : null);
        return !SavesSums ? [y] : IsRandom ? [y, Form.Sums(inputs[0]), Address] : [y, Form.Sums(inputs[0])];
    }

    // the operator of the gradient of y; dL/ds = w · g for the logarithms of the sums
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients)
    {
        if (!SavesSums) return base.Differentiate(node, gradients);
        var (x, by) = (node.Inputs, new Value?[node.Inputs.Count]);
        if (gradients[0] is { } g)
        {
            Value[] inputs = [x[0], x[1], x[2], node.Outputs[0], node.Outputs[1], g, .. x.Skip(3), .. node.Outputs.Skip(2)];
            new AttentionGradientOp(Form, x.Count > 3).NodeOf(inputs).Outputs.CopyTo(by, 0);
            if (x.Count > 3 && x[3].ElementType != ElementType.Bool)
                by[3] = AttentionGradientOp.Formula(Form, inputs, x[3], IsRandom ? inputs[^1] : null).Mask.SumTo(x[3].Shape);
        }

        if (gradients[1] is not { } sums) return by;
        var parts = Form.Formula(x[0], x[1], x[2], x.ElementAtOrDefault(3), null).LogSumExpGradient(node.Outputs[1], sums);
        Add(0, Form.Turn(parts.Q));
        Add(1, Form.Turn(parts.K));
        if (x.Count > 3 && x[3].ElementType != ElementType.Bool) Add(3, parts.Mask.SumTo(x[3].Shape));
        return by;

        void Add(int input, Value part) => by[input] = by[input] is { } sum ? sum + part : part;
    }

    // 2 operations for each score and width of key or value; half of them where half of the scores are hidden
    public override long Operations(IReadOnlyList<TensorType> inputs, IReadOnlyList<TensorType> outputs) =>
        2 * Form.Scores(inputs[0], inputs[1]).ElementCount * (inputs[0].Shape[3].Size + inputs[2].Shape[3].Size) / (Form.IsCausal ? 2 : 1);

    public override Value[]? ForInference(IReadOnlyList<Value> inputs)
    {
        if (!SavesSums) return null;
        var y = new AttentionOp(Form with { Dropout = 0 }, SavesSums: false).Of([.. inputs]);
        var sums = Form.Formula(inputs[0], inputs[1], inputs[2], inputs.ElementAtOrDefault(3), null).LogSumExp();
        return IsRandom ? [y, sums, Value.Constant<long>([0, 0, 0], [3])] : [y, sums];
    }

    public override Value[]? WithDraws(IReadOnlyList<Value> inputs, Draws draws)
    {
        if (!IsRandom) return null;
        var keep = draws.Keep(Form.Scores(inputs[0].Type, inputs[1].Type), Form.Dropout);
        var formula = Form.Formula(inputs[0], inputs[1], inputs[2], inputs.ElementAtOrDefault(3), keep);
        return [Form.Turn(formula.Result()), formula.LogSumExp(), keep];
    }

    public override void ToOnnx(OnnxForm form)
    {
        if (IsRandom)
            throw new NotSupportedException(
                "Attention with dropout draws random numbers and belongs to training; an exported model is the inference graph, where it "
                    + "is removed.");
        if (HasOperator(form)) Emit(form);
        else base.ToOnnx(form);
    }

    /// <summary>
    /// Whether ONNX has an operator for this use: its causal attention aligns the first query with the first key, and its attribute holds
    /// the scale only in float32.
    /// </summary>
    private bool HasOperator(OnnxForm form)
    {
        var isAligned = form.Node.Inputs[0].Shape[Form.SequenceAxis] == form.Node.Inputs[1].Shape[Form.SequenceAxis];
        return form.Opset >= Since && !SavesSums && (!Form.IsCausal || isAligned) && (!form.IsFloat64 || (float)Form.Scale == Form.Scale);
    }

    private void Emit(OnnxForm form)
    {
        var (q, k, v) = (form.Node.Inputs[0].Shape, form.Node.Inputs[1].Shape, form.Node.Inputs[2].Shape);
        AttributeProto[] attributes = [OnnxAttribute.Int("is_causal", Form.IsCausal ? 1 : 0), OnnxAttribute.Float("scale", Form.Scale)];
        string[] masks = form.Node.Inputs.Count > 3 ? [WholeMask(form)] : [];
        if (!Form.IsSequenceFirst)
        {
            form.EmitWith("Attention", [form.Input(), form.Input(1), form.Input(2), .. masks], attributes);
            return;
        }

        // positions before heads: the operator splits the last axis into heads
        var y = form.Step(
            "Attention", [Joined(0), Joined(1), Joined(2), .. masks],
            [.. attributes, OnnxAttribute.Int("q_num_heads", q[2].Size), OnnxAttribute.Int("kv_num_heads", k[2].Size)]);
        form.EmitWith("Reshape", [y, form.Integers(0, 0, q[2].Size, v[3].Size)]);

        string Joined(int input) => form.Step("Reshape", [form.Input(input), form.Integers(0, 0, -1)]);
    }

    /// <summary>The mask with all queries and keys, which ONNX Runtime does not broadcast.</summary>
    private string WholeMask(OnnxForm form)
    {
        var (mask, scores) = (form.Node.Inputs[3].Shape, Form.Scores(form.Node.Inputs[0].Type, form.Node.Inputs[1].Type));
        Shape whole = [mask.Rank > 3 ? mask[0] : 1, mask.Rank > 2 ? mask[mask.Rank - 3] : 1, scores[2], scores[3]];
        return mask.Equals(whole) ? form.Input(3) : form.Step("Expand", [form.Input(3), form.Shape(whole)]);
    }

    protected override Value[] Formula(IReadOnlyList<Value> x)
    {
        var formula = Form.Formula(x[0], x[1], x[2], x.ElementAtOrDefault(3), null);
        return SavesSums ? [Form.Turn(formula.Result()), formula.LogSumExp()] : [Form.Turn(formula.Result())];
    }

    protected override Action Bind<T>(Binding binding)
    {
        var sizes = Form.Sizes(binding);
        var (state, stream) = (binding.State, binding.RandomStream);
        var blocks = Form.Blocks<T>(binding, sizes, binding.InputCount > 3 ? 3 : null) with
        {
            Results = binding.Output<T>(0),
            LogSumExps = SavesSums ? binding.Output<T>(1) : default,
            Random = () => new(state.Seed, state.Step, stream),
        };
        var run = AttentionKernel.Forward(sizes, blocks);
        if (!IsRandom) return run;
        var address = binding.Output<long>(2);
        return () =>
        {
            (address.Span[0], address.Span[1], address.Span[2]) = ((long)state.Seed, (long)state.Step, stream);
            run();
        };
    }
}

public partial class Value
{
    /// <summary>
    /// Scaled dot-product attention, softmax(q kᵀ · scale + mask) v for each head, with this value as the queries q (Vaswani et al., 2017,
    /// "Attention is all you need"). It needs memory for queries, keys and values only, not for their scores. Unlike PyTorch's
    /// <c>scaled_dot_product_attention</c>, <paramref name="causal"/> aligns the last query with the last key, so that queries also see
    /// past keys; and a query to which all keys are hidden yields 0, not NaN.
    /// </summary>
    /// <param name="key">[batch, keyHeads, keys, width] for this value [batch, heads, queries, width]; heads is a multiple of keyHeads, and
    /// each head of keys serves as many consecutive heads of queries.</param>
    /// <param name="value">[batch, keyHeads, keys, valueWidth].</param>
    /// <param name="mask">bool, true where a query may attend to a key, or numbers of this value's type that are added to the scores;
    /// broadcast to [batch, heads, queries, keys]. Null for none.</param>
    /// <param name="causal">Whether query i attends only to keys j ≤ i + keys − queries.</param>
    /// <param name="scale">The factor of the scores; null for 1 / √width.</param>
    /// <param name="dropout">The fraction of the weights that are set to 0 in training, at least 0 and below 1.</param>
    /// <returns>[batch, heads, queries, valueWidth].</returns>
    /// <exception cref="ShapeException">The shapes do not fit, or the width is not a number and no scale is given.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="dropout"/> is outside [0, 1).</exception>
    public Value Attention(Value key, Value value, Value? mask = null, bool causal = false, double? scale = null, double dropout = 0) =>
        Attend(key, value, mask, new(scale ?? double.NaN, causal, dropout));

    /// <summary>The same with the axes in the order of <paramref name="form"/>, and the default scale if it is NaN.</summary>
    internal Value Attend(Value key, Value value, Value? mask, AttentionForm form)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        ArgumentOutOfRangeException.ThrowIfNegative(form.Dropout, "dropout");
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(form.Dropout, 1, "dropout");
        _ = form.Require(nameof(Attention), Type, key.Type, value.Type, mask?.Type);
        if (double.IsNaN(form.Scale))
        {
            if (!Shape[3].IsFixed) throw new ShapeException($"Attention: the width of {Type} must be a number, or a scale be given.");
            form = form with { Scale = 1 / Math.Sqrt(Math.Max(1, Shape[3].Size)) };
        }

        Value[] inputs = mask is null ? [this, key, value] : [this, key, value, mask];
        return new AttentionOp(form).Of(inputs);
    }
}
