using System.Numerics;
using System.Numerics.Tensors;

namespace OnnxTrain;

/// <summary>
/// y = 1 where w · x + b ≥ 0, and −1 or 0 elsewhere: one unit with a hard threshold (Rosenblatt, 1958). The threshold has no gradient, so
/// gradient descent cannot train it; the perceptron rule w ← w + η (t − y) x can, and ends without mistakes if the two classes are linearly
/// separable (Novikoff, 1962).
/// </summary>
public sealed class Perceptron : Module
{
    /// <summary>Creates a perceptron with zero weights and bias.</summary>
    /// <param name="inputs">The length of the last axis of the input.</param>
    /// <param name="coding">Whether its outputs are −1 and +1 or 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="inputs"/> is below 1.</exception>
    public Perceptron(int inputs, PerceptronCoding coding = PerceptronCoding.Signed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        Coding = coding;
        Weight = Parameter("weight", [1, inputs], Initializer.Zeros);
        Bias = Parameter("bias", [1], Initializer.Zeros);
    }

    /// <summary>The coding of the two classes.</summary>
    public PerceptronCoding Coding { get; }

    /// <summary>w, [1, in].</summary>
    public Variable Weight { get; }

    /// <summary>b, [1].</summary>
    public Variable Bias { get; }

    private double Low => Coding == PerceptronCoding.Signed ? -1 : 0;

    /// <summary>y = 1 where w · x + b ≥ 0, else −1 or 0: […, 1] for x […, in].</summary>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        var sum = x.Linear(Weight, Bias);
        return Value.Where(sum >= 0, sum.Number(1), sum.Number(Low));
    }

    /// <summary>
    /// The perceptron rule, w ← w + η (t − y) x and b ← b + η (t − y), applied to one row after the other, for epochs until one has no
    /// mistakes.
    /// </summary>
    /// <param name="x">The rows, [rows, in].</param>
    /// <param name="targets">The target t of each row, in this perceptron's coding: [rows] or [rows, 1].</param>
    /// <param name="rate">η, positive.</param>
    /// <param name="epochs">The maximum number of epochs.</param>
    /// <returns>The number of mistakes in each epoch; the last is 0 if a separating plane was found.</returns>
    /// <exception cref="ArgumentException">The tensors do not fit, or a target is not one of the two codes.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rate"/> is not positive, or <paramref name="epochs"/> below
    /// 1.</exception>
    /// <exception cref="InvalidOperationException">It has no values yet: create a <see cref="Model"/> of it first.</exception>
    public IReadOnlyList<int> Fit(Tensor<float> x, Tensor<float> targets, double rate = 1, int epochs = 100)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        if (!double.IsFinite(rate) || rate <= 0)
            throw new ArgumentOutOfRangeException(nameof(rate), rate, "The rate must be a positive number.");
        var (rows, answers) = (x.ToArray(), targets.ToArray());
        if (x.Rank != 2 || x.Lengths[1] != Weight.Count || x.Lengths[0] != answers.Length)
            throw new ArgumentException(
                $"A perceptron of {Weight.Count} inputs takes x [rows, {Weight.Count}] and a target for each row; x is "
                    + $"[{string.Join(", ", x.Lengths.ToArray())}] and there are {answers.Length} targets.");
        if (answers.FirstOrDefault(t => t != 1 && t != Low, 1) is var odd and not 1)
            throw new ArgumentException($"A target is {odd}; this perceptron yields {Low} or 1.", nameof(targets));
        return Weight.ElementType.VisitFloat<Fitting, List<int>>(new(this, rows, answers, rate, epochs));
    }

    private List<int> Fit<T>(T[] x, T[] targets, T rate, int epochs)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var mistakes = new List<int>();
        while (mistakes.Count < epochs && (mistakes.Count == 0 || mistakes[^1] > 0))
        {
            mistakes.Add(0);
            for (var row = 0; row < targets.Length; row++)
            {
                if (Learn(x.AsSpan(row * Weight.Count, Weight.Count), targets[row], rate)) mistakes[^1]++;
            }
        }

        GC.KeepAlive(Weight.Buffer);
        return mistakes;
    }

    /// <summary>Learns one row; returns whether the output was wrong.</summary>
    private bool Learn<T>(ReadOnlySpan<T> x, T target, T rate)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var w = Weight.Elements<T>();
        ref var b = ref Bias.Elements<T>()[0];
        var sum = b;
        for (var i = 0; i < x.Length; i++) sum += w[i] * x[i];
        var answer = sum >= T.Zero ? T.One : T.CreateChecked(Low);
        if (answer == target) return false;
        var step = rate * (target - answer);
        TensorPrimitives.MultiplyAdd(x, step, w, w);
        b += step;
        return true;
    }

    private readonly struct Fitting(Perceptron perceptron, float[] x, float[] targets, double rate, int epochs) : IFloatVisitor<List<int>>
    {
        public List<int> Visit<T>()
            where T : unmanaged, IFloatingPointIeee754<T> => perceptron.Fit(
            Array.ConvertAll(x, T.CreateTruncating), Array.ConvertAll(targets, T.CreateTruncating), T.CreateTruncating(rate), epochs);
    }
}
