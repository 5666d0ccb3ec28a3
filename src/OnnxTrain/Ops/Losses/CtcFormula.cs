namespace OnnxTrain;

/// <summary>
/// The losses of connectionist temporal classification in other operators: a column of states for each row, and a fixed number of nodes for
/// each step.
/// </summary>
internal static class CtcFormula
{
    /// <summary>Losses [batch]; those of rows whose labels do not fit in their steps are about −<paramref name="nothing"/>.</summary>
    public static Value Of(Value x, Value labels, Value steps, Value counts, int blank, double nothing)
    {
        var (batch, most) = (x.Shape[0], labels.Shape[1].Size);
        var (states, time) = ((2 * most) + 1, x.Shape[2].Size);
        var count = counts.Unsqueeze(1);
        var extended = Extended(Value.Where(Row(most) < count, labels, Number(blank)), blank);

        // ln p of each state at each step, [batch, states, time]
        var logarithms = extended.OneHot((int)x.Shape[1].Size, x.ElementType).MatMul(x.ClampMin(nothing));
        var skips = extended.NotEqualTo(blank) & extended.NotEqualTo(Shifted(extended, 2, Number(blank)));
        var none = x.Number(nothing);
        var alpha = Value.Where(Row(states) < Number(2), At(0), none);
        for (var t = 1; t < time; t++)
        {
            Value one = Shifted(alpha, 1, none), two = Value.Where(skips, Shifted(alpha, 2, none), none);
            var largest = Value.Max(alpha, Value.Max(one, two)).StopGradient();
            var sum = ((alpha - largest).Exp() + (one - largest).Exp() + (two - largest).Exp()).Log() + largest + At(t);
            alpha = Value.Where(steps.Unsqueeze(1) > Number(t), sum, alpha);
        }

        var fromEnd = (count * 2) - Row(states);
        return -Value.Where((fromEnd >= Number(0)) & (fromEnd < Number(2)), alpha, none).LogSumExp(1);

        Value At(long t) => logarithms.Slice(2, t, t + 1).Squeeze(2);

        Value Shifted(Value value, int by, Value filling) => states <= by
            ? filling.Expand(value.Shape)
            : Value.Concat(1, filling.Expand([batch, by]), value.Slice(1, 0, states - by));
    }

    /// <summary>[batch, labels] with a blank before, between and after.</summary>
    private static Value Extended(Value labels, int blank)
    {
        var (batch, most) = (labels.Shape[0], labels.Shape[1].Size);
        var blanks = Number(blank).Expand([batch, most, 1]);
        return Value.Concat(1, Value.Concat(2, blanks, labels.Unsqueeze(2)).Reshape([batch, 2 * most]), Number(blank).Expand([batch, 1]));
    }

    private static Value Row(long length) => Value.Constant<long>([.. Enumerable.Range(0, (int)length).Select(i => (long)i)], [length]);

    private static Value Number(long value) => Value.Constant<long>([value], []);
}
