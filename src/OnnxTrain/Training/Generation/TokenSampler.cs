namespace OnnxTrain;

/// <summary>
/// Chooses the next token by the logits of a language model: the most probable, or one drawn from softmax(logits / temperature) over the
/// tokens that <see cref="TopK"/> (Fan, Lewis and Dauphin, 2018) and <see cref="TopP"/> (nucleus sampling; Holtzman et al., 2020) leave.
/// Equal seeds draw equal tokens.
/// </summary>
/// <param name="seed">The seed.</param>
public sealed class TokenSampler(ulong seed = 0)
{
    private RowShuffler _random = RowShuffler.For(seed, 1);

    /// <summary>The temperature, 0 or more: 0 takes the most probable token, 1 the probabilities of the model, more draws more evenly.
    /// </summary>
    public double Temperature
    {
        get;
        init => field = value >= 0 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The temperature must be finite and 0 or more.");
    } = 1;

    /// <summary>How many of the most probable tokens can be drawn; null for all.</summary>
    public int? TopK
    {
        get;
        init => field = value is null or >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "TopK must be at least 1.");
    }

    /// <summary>
    /// The probability, above 0 and up to 1, that the tokens together reach which can be drawn: the fewest of the most probable ones.
    /// </summary>
    public double TopP
    {
        get;
        init => field = value is > 0 and <= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "TopP must lie above 0 and up to 1.");
    } = 1;

    /// <summary>The next token.</summary>
    /// <param name="logits">A number for each token.</param>
    /// <exception cref="ArgumentException">There are none, or one is NaN.</exception>
    public int Next(ReadOnlySpan<float> logits)
    {
        if (logits.IsEmpty) throw new ArgumentException("There are no logits.", nameof(logits));
        var best = 0;
        for (var i = 0; i < logits.Length; i++)
        {
            if (float.IsNaN(logits[i])) throw new ArgumentException($"The logit of token {i} is NaN.", nameof(logits));
            if (logits[i] > logits[best]) best = i;
        }

        if (Temperature == 0) return best;

        // Equal logits are in the order of their tokens.
        var order = new int[logits.Length];
        var weights = new double[logits.Length];
        for (var i = 0; i < order.Length; i++) (order[i], weights[i]) = (i, Math.Exp((logits[i] - logits[best]) / Temperature));
        Array.Sort(order, (a, b) => weights[b].CompareTo(weights[a]) is var difference and not 0 ? difference : a.CompareTo(b));
        var (kept, sum) = (Math.Min(TopK ?? order.Length, order.Length), 0.0);
        for (var i = 0; i < kept; i++) sum += weights[order[i]];
        var (wanted, reached) = (TopP * sum, 0.0);
        for (var i = 0; i < kept; i++)
        {
            reached += weights[order[i]];
            if (reached < wanted) continue;
            kept = i + 1;
            break;
        }

        // 53 random bits as a number in [0, 1).
        var draw = (_random.Next() >> 11) * (1.0 / (1L << 53)) * reached;
        for (var i = 0; i < kept; i++)
        {
            draw -= weights[order[i]];
            if (draw < 0) return order[i];
        }

        return order[kept - 1];
    }
}
