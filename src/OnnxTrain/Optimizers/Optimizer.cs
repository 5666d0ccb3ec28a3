using System.Runtime.CompilerServices;

namespace OnnxTrain;

/// <summary>An optimizer: the rule that updates parameters by their gradients. The update is a graph, like the model.</summary>
public abstract class Optimizer
{
    /// <summary>Creates an optimizer.</summary>
    /// <param name="learningRate">The learning rate; positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not a positive number.</exception>
    protected Optimizer(double learningRate)
    {
        if (!double.IsFinite(learningRate) || learningRate <= 0)
            throw new ArgumentOutOfRangeException(nameof(learningRate), learningRate, "The learning rate must be a positive number.");
        LearningRate = learningRate;
    }

    /// <summary>The learning rate.</summary>
    public double LearningRate { get; }

    /// <summary>A setting that is at least 0 and below 1.</summary>
    private protected static double Fraction(double value, [CallerMemberName] string name = "") => value is >= 0 and < 1
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "Must be at least 0 and below 1.");

    /// <summary>A setting that is a number and not negative.</summary>
    private protected static double NotNegative(double value, [CallerMemberName] string name = "") => value >= 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "Must be 0 or more.");

    /// <summary>A setting that is a positive number.</summary>
    private protected static double Positive(double value, [CallerMemberName] string name = "") => value > 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "Must be a positive number.");

    /// <summary>The gradient plus that of the penalty ½ λ ‖p‖², which is λ · p.</summary>
    private protected static Value AddDecay(Value gradient, Value parameter, double weightDecay, OptimizerState state) =>
        state.WeightDecay(weightDecay) is { } decay ? gradient + (decay * parameter) : gradient;

    /// <summary>
    /// Whether the rule takes all parameters as one vector, for their norms and products, instead of one parameter at a time.
    /// </summary>
    internal virtual bool TakesAll => false;

    /// <summary>
    /// Returns the new values of one parameter, as a graph. It is called for each parameter when training begins, and may depend on its
    /// shape: norms, matrix products and similar operations apply to that parameter only. An elementwise rule runs over all parameters in
    /// one loop.
    /// </summary>
    /// <param name="parameter">The current values of the parameter, in its shape.</param>
    /// <param name="gradient">The gradient of the loss with respect to it, of the same type, clipped according to the trainer's
    /// options.</param>
    /// <param name="state">The learning rate, the number of the step, and the optimizer's state for the parameter.</param>
    /// <returns>The new values, of the same type.</returns>
    public abstract Value Update(Value parameter, Value gradient, OptimizerState state);
}
