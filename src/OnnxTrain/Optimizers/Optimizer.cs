using System.Runtime.CompilerServices;

namespace OnnxTrain;

/// <summary>An optimizer: the rule that updates parameters from their gradients. An update is a graph, like the model.</summary>
public abstract class Optimizer
{
    /// <summary>An optimizer with the given rate.</summary>
    /// <param name="learningRate">The size of a step; positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not a positive number.</exception>
    protected Optimizer(double learningRate)
    {
        if (!double.IsFinite(learningRate) || learningRate <= 0)
            throw new ArgumentOutOfRangeException(nameof(learningRate), learningRate, "The learning rate has to be a positive number.");
        LearningRate = learningRate;
    }

    /// <summary>The learning rate.</summary>
    public double LearningRate { get; }

    /// <summary>A setting that is at least 0 and below 1.</summary>
    private protected static double Fraction(double value, [CallerMemberName] string name = "") => value is >= 0 and < 1
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "It has to be at least 0 and below 1.");

    /// <summary>A setting that is a number and not negative.</summary>
    private protected static double NotNegative(double value, [CallerMemberName] string name = "") => value >= 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "It has to be a number that is not negative.");

    /// <summary>A setting that is a positive number.</summary>
    private protected static double Positive(double value, [CallerMemberName] string name = "") => value > 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "It has to be a positive number.");

    /// <summary>The gradient with that of the penalty ½ λ ‖p‖², which is λ · p.</summary>
    private protected static Value AddDecay(Value gradient, Value parameter, double weightDecay, OptimizerState state) =>
        state.WeightDecay(weightDecay) is { } decay ? gradient + (decay * parameter) : gradient;

    /// <summary>
    /// Whether the rule takes all parameters as one vector, whose norms and products it needs, and not one parameter at a time.
    /// </summary>
    internal virtual bool TakesAll => false;

    /// <summary>
    /// The new values of one parameter, as graph. It is called for each parameter when training begins, and may depend on its shape: norms
    /// of layers, matrix products and the like see that parameter alone. A rule that works element by element runs over all parameters in
    /// one loop.
    /// </summary>
    /// <param name="parameter">The parameter's values now, in its shape.</param>
    /// <param name="gradient">The gradient of the loss by it, of the same type, clipped as the trainer says.</param>
    /// <param name="state">The rate, the number of the step, and what the optimizer keeps for the parameter.</param>
    /// <returns>The new values, of the same type.</returns>
    public abstract Value Update(Value parameter, Value gradient, OptimizerState state);
}
