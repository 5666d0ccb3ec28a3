using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>The attributes of attention, and the checks and memory that forward pass and gradient share.</summary>
/// <param name="Scale">The factor of the scores.</param>
/// <param name="IsCausal">Whether a query attends to no key after its own position.</param>
/// <param name="Dropout">The rate of dropout of weights.</param>
/// <param name="IsSequenceFirst">Whether the axes are [batch, positions, heads, width], not [batch, heads, positions, width].</param>
internal sealed record AttentionForm(double Scale, bool IsCausal = false, double Dropout = 0, bool IsSequenceFirst = false)
{
    public int HeadAxis => IsSequenceFirst ? 2 : 1;

    public int SequenceAxis => IsSequenceFirst ? 1 : 2;

    /// <summary>The type of the result.</summary>
    /// <exception cref="ShapeException">The types do not fit.</exception>
    public TensorType Require(string name, TensorType q, TensorType k, TensorType v, TensorType? mask)
    {
        ElementTypes.RequireFloats(name, [q, k, v]);
        var axes = IsSequenceFirst ? "[batch, length, heads, width]" : "[batch, heads, length, width]";
        if (q.Shape.Rank != 4 || k.Shape.Rank != 4 || v.Shape.Rank != 4)
            throw new ShapeException($"{name}: queries {q}, keys {k} and values {v} must each be {axes}.");
        if (q.Shape[0] != k.Shape[0] || k.Shape[0] != v.Shape[0])
            throw new ShapeException($"{name}: queries {q}, keys {k} and values {v} must have the same batch, axis 0.");
        if (k.Shape[SequenceAxis] != v.Shape[SequenceAxis] || k.Shape[HeadAxis] != v.Shape[HeadAxis])
            throw new ShapeException($"{name}: keys {k} and values {v} must have the same heads and length; their axes are {axes}.");
        if (q.Shape[3] != k.Shape[3])
            throw new ShapeException($"{name}: queries {q} and keys {k} must have the same width, axis 3.");
        var (heads, keyHeads) = (q.Shape[HeadAxis], k.Shape[HeadAxis]);
        if (!heads.IsFixed || !keyHeads.IsFixed || keyHeads.Size == 0 || heads.Size % keyHeads.Size != 0)
            throw new ShapeException(
                $"{name}: queries {q} have {heads} heads and keys {k} have {keyHeads}; both must be numbers, and the heads of queries a "
                    + "multiple of those of keys.");
        if (mask is { } type) RequireMask(name, type, q, Scores(q, k));
        return new(q.ElementType, q.Shape.With(3, v.Shape[3]));
    }

    /// <summary>[batch, heads, queries, keys].</summary>
    public Shape Scores(TensorType q, TensorType k) => [q.Shape[0], q.Shape[HeadAxis], q.Shape[SequenceAxis], k.Shape[SequenceAxis]];

    /// <summary>The type of ln Σ eˢ of the scores of each query, [batch, heads, queries].</summary>
    public TensorType Sums(TensorType q) => new(q.ElementType, [q.Shape[0], q.Shape[HeadAxis], q.Shape[SequenceAxis]]);

    /// <summary>Heads before positions, as formulas take them.</summary>
    public Value Turn(Value x) => IsSequenceFirst ? x.SwapAxes(1, 2) : x;

    public AttentionFormula Formula(Value q, Value k, Value v, Value? mask, Value? keep) =>
        new(this, Turn(q), Turn(k), Turn(v), mask, keep);

    public AttentionSizes Sizes(Binding binding)
    {
        int[] q = binding.InputSizes(0), k = binding.InputSizes(1), v = binding.InputSizes(2);
        return new(q[0], q[HeadAxis], k[HeadAxis], q[SequenceAxis], k[SequenceAxis], q[3], v[3])
        {
            Scale = Scale, IsCausal = IsCausal, IsSequenceFirst = IsSequenceFirst,
        };
    }

    /// <summary>The inputs of a kernel, with a mask as input <paramref name="mask"/>, or none.</summary>
    public AttentionBlocks<T> Blocks<T>(Binding binding, AttentionSizes sizes, int? mask)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        var isBool = mask is { } at && binding.InputType(at).ElementType == ElementType.Bool;
        return new(binding.Input<T>(0), binding.Input<T>(1), binding.Input<T>(2), new(
            isBool ? binding.Input<bool>(mask!.Value) : default, mask is null || isBool ? default : binding.Input<T>(mask.Value),
            mask is null ? null : binding.InputSizes(mask.Value)))
        {
            Dropout = Dropout > 0 ? new(sizes, DropoutOp.Threshold(Dropout), 1 / (1 - Dropout)) : null,
        };
    }

    private static void RequireMask(string name, TensorType mask, TensorType q, Shape scores)
    {
        if (mask.ElementType != ElementType.Bool && mask.ElementType != q.ElementType)
            throw new ShapeException($"{name}: the mask is {mask}; it must be bool (true to attend), or {q.ElementType.Text()} to add.");
        Shape? all = null;
        try
        {
            all = Shape.Broadcast(scores, mask.Shape, name);
        }
        catch (ShapeException)
        {
            // The message below says what would fit.
        }

        if (all?.Equals(scores) != true)
            throw new ShapeException(
                $"{name}: the mask {mask} does not broadcast to the scores [batch, heads, queries, keys], here {scores}; the mask of "
                    + "padded keys is [batch, 1, 1, keys].");
    }
}
