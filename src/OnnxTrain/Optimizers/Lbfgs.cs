using System.Globalization;

namespace OnnxTrain;

/// <summary>
/// L-BFGS (Liu and Nocedal, 1989): steps along −H g, where H approximates the inverse Hessian from the last steps and gradient changes (the
/// two-loop recursion: Nocedal, 1980). Only for full batches, <see cref="Sampling.FullBatch"/>, and a loss without randomness such as
/// dropout. Each training step evaluates the loss and the gradient once.
/// </summary>
/// <remarks>
/// With <see cref="LineSearch"/>, a step after which the loss has not decreased enough (Armijo's condition, L(p + t d) ≤ L(p) + 10⁻⁴ · t ·
/// g·d) is undone and halved; each try is also a training step. Without line search, it is the algorithm of PyTorch's LBFGS with
/// <c>max_iter = 1</c> and no line search. As there, the first step has the length min(1, 1 / ‖g‖₁) · rate along −g, and pairs with y·s ≤
/// 10⁻¹⁰ are left out.
/// </remarks>
/// <param name="learningRate">The learning rate; 1 is the full step of Newton's method.</param>
public sealed class Lbfgs(double learningRate = 1) : Optimizer(learningRate)
{
    private const double Armijo = 1e-4, FewestCurvature = 1e-10;

    /// <summary>The number of past steps to approximate H.</summary>
    public int HistorySize
    {
        get;
        init =>
            field = value is >= 1 and <= 1000
                ? value
                : throw new ArgumentOutOfRangeException(nameof(HistorySize), value, "Must be from 1 to 1000.");
    } = 10;

    /// <summary>Whether a step is halved if the loss has not decreased enough; true by default.</summary>
    public bool LineSearch { get; init; } = true;

    internal override bool TakesAll => true;

    /// <inheritdoc/>
    public override Value Update(Value parameter, Value gradient, OptimizerState state)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        ArgumentNullException.ThrowIfNull(gradient);
        ArgumentNullException.ThrowIfNull(state);
        var type = parameter.ElementType;
        var loss = (state.Objective ?? throw new InvalidOperationException($"{nameof(Lbfgs)} needs a trainer.")).Cast(
            ElementType.Float64);
        var isFirst = state.Step.EqualTo(Number(1));

        // The state of the last accepted step: the point, the loss, the gradient and the slope along the direction.
        Value point = state["point"],
            before = state["gradient"], direction = state["direction"];
        Value lossBefore = state.Number("loss"),
            slope = state.Number("slope"), length = state.Number("length"), scale = state.Number("scale");
        var falls = LineSearch ? Indicator(loss <= lossBefore + (Armijo * length * slope)) : Number(1);
        var isKept = Is(Value.Where(isFirst, Number(1), falls));

        Value s = parameter - point, y = gradient - before, curvature = Dot(y, s);
        var isPair = Is(Value.Where(isFirst, Number(0), Indicator(isKept) * Indicator(curvature > Number(FewestCurvature))));
        var pairs = Pairs(state, s, y, curvature, isPair);
        scale = Value.Where(isFirst, Number(1), Value.Where(isPair, curvature / Value.Where(isPair, Dot(y, y), Number(1)), scale));

        direction = Value.Where(isKept, Direction(gradient, pairs, scale.Cast(type)), direction);
        point = Value.Where(isKept, parameter, point);
        var rate = state.LearningRate.Cast(ElementType.Float64);
        var first = rate * Value.Min(Number(1), 1 / Value.Max(gradient.Cast(ElementType.Float64).Abs().Sum(), Number(double.Epsilon)));
        length = Value.Where(isKept, Value.Where(isFirst, first, rate), 0.5 * length);

        (state["direction"], state["point"], state["gradient"]) = (direction, point, Value.Where(isKept, gradient, before));
        state.SetNumber("loss", Value.Where(isKept, loss, lossBefore));
        state.SetNumber("slope", Value.Where(isKept, Dot(gradient, direction), slope));
        state.SetNumber("length", length);
        state.SetNumber("scale", scale);
        return point + (length.Cast(type) * direction);
    }

    /// <summary>The last pairs of s and y with 1 / y·s after this step, the oldest first; 0 for pairs that do not exist yet.</summary>
    private List<(Value S, Value Y, Value Inverse)> Pairs(OptimizerState state, Value s, Value y, Value curvature, Value isPair)
    {
        var inverse = 1 / Value.Where(isPair, curvature, Number(1));
        var old = Enumerable
            .Range(0, HistorySize)
            .Select(i => (S: state[Name("s", i)], Y: state[Name("y", i)], Inverse: state.Number(Name("inverse", i))))
            .ToList();
        var pairs = new List<(Value S, Value Y, Value Inverse)>();
        for (var i = 0; i < HistorySize; i++)
        {
            var next = i + 1 < HistorySize ? old[i + 1] : (S: s, Y: y, Inverse: inverse);
            pairs.Add(
                (
                    Value.Where(isPair, next.S, old[i].S), Value.Where(isPair, next.Y, old[i].Y),
                    Value.Where(isPair, next.Inverse, old[i].Inverse)));
            (state[Name("s", i)], state[Name("y", i)]) = (pairs[i].S, pairs[i].Y);
            state.SetNumber(Name("inverse", i), pairs[i].Inverse);
        }

        return pairs;
    }

    /// <summary>
    /// −H g: q ← g, qᵢ ← q − αᵢ yᵢ with αᵢ = (sᵢ·q) / (yᵢ·sᵢ) from the newest pair to the oldest, and back r ← r + (αᵢ − (yᵢ·r) / (yᵢ·sᵢ))
    /// sᵢ.
    /// </summary>
    private static Value Direction(Value gradient, List<(Value S, Value Y, Value Inverse)> pairs, Value scale)
    {
        var (q, type, alphas) = (-gradient, gradient.ElementType, new Value[pairs.Count]);
        for (var i = pairs.Count - 1; i >= 0; i--)
        {
            alphas[i] = pairs[i].Inverse * Dot(pairs[i].S, q);
            q -= alphas[i].Cast(type) * pairs[i].Y;
        }

        var r = q * scale;
        for (var i = 0; i < pairs.Count; i++) r += (alphas[i] - (pairs[i].Inverse * Dot(pairs[i].Y, r))).Cast(type) * pairs[i].S;
        return r;
    }

    private static string Name(string kind, int i) => string.Create(CultureInfo.InvariantCulture, $"{kind}.{i}");

    private static Value Number(double number) => Value.Constant(number, ElementType.Float64);

    private static Value Indicator(Value condition) => Value.Where(condition, Number(1), Number(0));

    private static Value Is(Value indicator) => indicator > Number(0.5);

    private static Value Dot(Value x, Value y) => (x.Cast(ElementType.Float64) * y.Cast(ElementType.Float64)).Sum();
}
