using System.Numerics;

namespace OnnxTrain;

/// <summary>
/// Finds a learning rate. The rate rises by the same factor from step to step, and the losses show where it becomes large enough, and where
/// it becomes too large (Smith, 2017, «Cyclical Learning Rates for Training Neural Networks»). The steps are those of the trainer, with its
/// backend, batches, augmentation, penalty, clipping and groups, but without gradient accumulation and weight averaging. Afterwards, model
/// and trainer are as before: weights, buffers and the state of the optimizer.
/// </summary>
public sealed class LearningRateRangeTest
{
    /// <summary>The rate of the first step.</summary>
    public double Lowest
    {
        get;
        init => field = value > 0 && double.IsFinite(value) ? value : throw NotThat(nameof(Lowest), value, "positive");
    } = 1e-6;

    /// <summary>The rate of the last step.</summary>
    public double Highest
    {
        get;
        init => field = value > 0 && double.IsFinite(value) ? value : throw NotThat(nameof(Highest), value, "positive");
    } = 10;

    /// <summary>The number of steps; the rows are repeated as often as needed.</summary>
    public int Steps { get; init => field = value >= 2 ? value : throw NotThat(nameof(Steps), value, "at least 2"); } = 140;

    /// <summary>
    /// β of the smoothed loss, s ← β s + (1 − β) L from s = 0, shown as s / (1 − βᵏ) after k steps; 0 for none.
    /// </summary>
    public double Smoothing
    {
        get;
        init => field = value is >= 0 and < 1 ? value : throw NotThat(nameof(Smoothing), value, "at least 0 and below 1");
    } = 0.9;

    /// <summary>The test ends when the smoothed loss exceeds this multiple of its lowest value so far, or is not finite.</summary>
    public double Explosion { get; init => field = value > 1 ? value : throw NotThat(nameof(Explosion), value, "above 1"); } = 4;

    /// <summary>Runs the test.</summary>
    /// <param name="trainer">The trainer.</param>
    /// <param name="train">Training rows, fitting the model and its loss: a table for a <see cref="DataModel"/> of columns.</param>
    /// <param name="cancellationToken">Cancels the test.</param>
    /// <returns>The losses, and a suggested rate.</returns>
    /// <exception cref="DataException">A table lacks a column, or holds a value that the model cannot take.</exception>
    /// <exception cref="ArgumentException">The data do not fit the model.</exception>
    /// <exception cref="OperationCanceledException">The test was cancelled.</exception>
    public LearningRateCurve Run(Trainer trainer, IRowSource train, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        train = trainer.Encode(train, cancellationToken);
        if (Highest <= Lowest)
            throw new InvalidOperationException(
                $"The rates run from {Lowest} to {Highest}; the highest must be above the lowest.");
        DatasetCheck.Fits(train, trainer.Model, trainer.Loss);
        DatasetCheck.Augmentation(train, trainer.Model, trainer.Options.Augmentation, trainer.Loss);
        return trainer.Model.ElementType.VisitFloat<Runner, LearningRateCurve>(new(this, trainer, train, cancellationToken));
    }

    private static ArgumentOutOfRangeException NotThat(string name, double value, string wanted) =>
        new(name, value, $"Must be {wanted}.");

    private LearningRateCurve Run<T>(Trainer trainer, IRowSource train, CancellationToken cancellationToken)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var options = trainer.Options with { AccumulationSteps = 1, AverageDecay = null, Diagnose = false };
        using var step = new TrainingStep<T>(
            trainer.Model, trainer.Loss, trainer.Optimizer, options, isWeighted: new RowRoles(train).IsWeighted);
        options = options.For(step, train);
        step.State.Seed = options.Seed;

        // The state of the loss is saved too; the step does not own it.
        (VariableBlock Block, byte[] Snapshot)[] before =
        [
            .. step.StateBlocks.Append(trainer.Model.Trained).Append(trainer.Model.Buffered).Select(block => (block, block.Snapshot())),
        ];
        try
        {
            step.Upload();
            return Run(step, options, train, cancellationToken);
        }
        finally
        {
            foreach (var (block, snapshot) in before) block.Restore(snapshot);
        }
    }

    private LearningRateCurve Run<T>(TrainingStep<T> step, TrainingOptions options, IRowSource train, CancellationToken cancellationToken)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var reader = options.NewReader(train, step: step);
        var points = new List<LearningRatePoint>(Steps);
        var (sum, lowest) = (0.0, double.PositiveInfinity);
        for (var i = 0; i < Steps; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var rate = Lowest * Math.Pow(Highest / Lowest, (double)i / (Steps - 1));
            var (loss, _) = step.Run(reader.Read(), rate);
            sum = (Smoothing * sum) + ((1 - Smoothing) * loss);
            var smoothed = sum / (1 - Math.Pow(Smoothing, i + 1));
            if (!double.IsFinite(smoothed) || (lowest > 0 && smoothed > Explosion * lowest)) return new(points, exploded: true);
            lowest = Math.Min(lowest, smoothed);
            points.Add(new(rate, loss, smoothed));
        }

        return new(points, exploded: false);
    }

    private readonly struct Runner(LearningRateRangeTest test, Trainer trainer, IRowSource train, CancellationToken cancellationToken)
        : IFloatVisitor<LearningRateCurve>
    {
        public LearningRateCurve Visit<T>()
            where T : unmanaged, IFloatingPointIeee754<T> => test.Run<T>(trainer, train, cancellationToken);
    }
}
