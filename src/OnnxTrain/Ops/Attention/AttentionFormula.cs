namespace OnnxTrain;

/// <summary>
/// Attention and its gradient in other operators, for files and for gradients of gradients. Heads that share keys are brought together by
/// reshaping the queries [batch, keyHeads, group · queries, width], so that no key is repeated.
/// </summary>
/// <param name="form">The attributes.</param>
/// <param name="q">The queries, [batch, heads, queries, width].</param>
/// <param name="k">The keys, [batch, keyHeads, keys, width].</param>
/// <param name="v">The values, [batch, keyHeads, keys, valueWidth].</param>
/// <param name="mask">Booleans, or numbers to add; null for none.</param>
/// <param name="keep">Which weights dropout keeps, [batch, heads, queries, keys]; null for all.</param>
internal sealed class AttentionFormula(AttentionForm form, Value q, Value k, Value v, Value? mask, Value? keep)
{
    private readonly Shape _scores = [q.Shape[0], q.Shape[1], q.Shape[2], k.Shape[2]];

    /// <summary>The hidden scores, which broadcast to all of them; null if there are none.</summary>
    private Value? Hidden
    {
        get
        {
            var masked = mask is null ? null : mask.ElementType == ElementType.Bool ? mask.Not() : mask.EqualTo(double.NegativeInfinity);
            var later = form.IsCausal ? Later(q.Shape[2], k.Shape[2]) : null;
            return masked is null || later is null ? masked ?? later : masked | later;
        }
    }

    /// <summary>Whether a query may attend to nothing at all: without a mask, only if there are more queries than keys.</summary>
    private bool MayHideAll => mask is not null || (form.IsCausal && !IsWithin(k.Shape[2] - q.Shape[2]));

    /// <summary>softmax(scores) v.</summary>
    public Value Result()
    {
        var (scores, hidden) = Scores();
        var weights = scores.Softmax();
        if (hidden is not null && MayHideAll) weights = weights.MaskedFill(hidden, 0);
        return Ungroup(Group(Drop(weights)).MatMul(v));
    }

    /// <summary>ln Σ eˢ of the scores of each query, [batch, heads, queries].</summary>
    public Value LogSumExp() => Scores().Scores.LogSumExp(3);

    // w = e^(s − logSumExp), dropped where dropout says; dL/ds = w · (g vᵀ − Σ g · y); dL/dq = dL/ds k · scale, dL/dk = dL/dsᵀ q · scale,
    // dL/dv = wᵀ g; dL/dmask = dL/ds
    public (Value Q, Value K, Value V, Value Mask) Gradient(Value y, Value logSumExp, Value g)
    {
        var weights = Weights(logSumExp);
        var byWeights = Drop(Ungroup(Group(g).MatMul(Swap(v))));
        var byScores = weights * (byWeights - (g * y).Sum(keepAxes: true, 3));
        var byV = Swap(Group(Drop(weights))).MatMul(Group(g));
        var (byQ, byK) = ByScores(byScores);
        return (byQ, byK, byV, byScores);
    }

    /// <summary>The gradients of the logarithms of the sums of powers, whose own gradient is <paramref name="g"/>.</summary>
    public (Value Q, Value K, Value Mask) LogSumExpGradient(Value logSumExp, Value g)
    {
        var byScores = Weights(logSumExp) * g.Unsqueeze(3);
        var (byQ, byK) = ByScores(byScores);
        return (byQ, byK, byScores);
    }

    /// <summary>Which keys come after each query, [queries, keys]; the last query has the position of the last key.</summary>
    private static Value Later(Dimension queries, Dimension keys)
    {
        var isSquare = queries == keys;
        var (i, j) = (Value.Arange(queries), Value.Arange(keys));
        if (!isSquare) (i, j) = (i.Flip(0), j.Flip(0)); // counted from the end, where both are aligned
        return isSquare ? j.Unsqueeze(0) > i.Unsqueeze(1) : j.Unsqueeze(0) < i.Unsqueeze(1);
    }

    private static bool IsWithin(Dimension length) => Dimension.Max(length, 0) == length;

    private (Value Scores, Value? Hidden) Scores()
    {
        var scores = Ungroup(Scaled(Group(q)).MatMul(Swap(k)));
        if (mask is not null && mask.ElementType != ElementType.Bool) scores += mask;
        var lowest = scores.ElementType == ElementType.Float64 ? double.MinValue : float.MinValue;
        var hidden = Hidden;
        return (hidden is null ? scores : scores.MaskedFill(hidden, lowest), hidden);
    }

    private Value Weights(Value logSumExp)
    {
        var (scores, hidden) = Scores();
        var weights = (scores - logSumExp.Unsqueeze(3)).Exp();
        return hidden is null || !MayHideAll ? weights : weights.MaskedFill(hidden, 0);
    }

    private (Value Q, Value K) ByScores(Value byScores)
    {
        var grouped = Scaled(Group(byScores));
        return (Ungroup(grouped.MatMul(k)), Swap(grouped).MatMul(Group(q)));
    }

    /// <summary>
    /// x times the scale. ONNX Runtime joins a factor with the matrix product after it and rounds it to float32, so in float64 the factor
    /// is two that are added.
    /// </summary>
    private Value Scaled(Value x)
    {
        var rounded = (double)(float)form.Scale;
        return x.ElementType != ElementType.Float64 || rounded == form.Scale
            ? x * form.Scale
            : (x * rounded) + (x * (form.Scale - rounded));
    }

    private Value Drop(Value weights) => keep is null ? weights
        : Value.Where(keep, weights * (1 / (1 - form.Dropout)), weights.Number(0));

    /// <summary>[batch, keyHeads, group · queries, …] for [batch, heads, queries, …].</summary>
    private Value Group(Value x) => x.Reshape([x.Shape[0], k.Shape[1], _scores[1].Size / k.Shape[1].Size * _scores[2], x.Shape[3]]);

    /// <summary>[batch, heads, queries, …] for [batch, keyHeads, group · queries, …].</summary>
    private Value Ungroup(Value x) => x.Reshape([x.Shape[0], _scores[1], _scores[2], x.Shape[3]]);

    private static Value Swap(Value x) => x.Transpose(0, 1, 3, 2);
}
