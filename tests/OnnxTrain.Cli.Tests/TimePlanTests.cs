namespace OnnxTrain.Cli.Tests;

/// <summary>How a run divides its time.</summary>
public class TimePlanTests
{
    private double _now;

    [Theory]
    [InlineData(20, 0, 17)]
    [InlineData(20, 5, 12)]
    [InlineData(20, 19, 2)]
    [InlineData(20, 400, 2)]
    public void Training_gets_what_reading_left_less_a_part_for_what_follows(double limit, double reading, double training)
    {
        var plan = Plan(limit);
        _now = reading;

        Assert.Equal(training, plan.StartTraining()!.Value.TotalSeconds, 1e-9);
    }

    [Theory]
    [InlineData(17, 1, 3)]
    [InlineData(20, 0, 1)]
    [InlineData(100, 0, 1)]
    public void Under_a_limit_what_follows_gets_what_is_left(double now, double evaluation, double verification)
    {
        var plan = Plan(20);
        plan.StartTraining();
        _now = now;
        plan.EndTraining();

        Assert.Equal(evaluation, plan.OfEvaluation.TotalSeconds, 1e-9);
        Assert.Equal(verification, plan.OfVerification.TotalSeconds, 1e-9);
    }

    [Theory]
    [InlineData(3, 2, 5)]
    [InlineData(30, 3, 5)]
    [InlineData(600, 60, 60)]
    public void Without_one_it_gets_a_tenth_of_the_training_or_some_seconds(double training, double evaluation, double verification)
    {
        var plan = Plan(limit: null);
        _now = 1000;
        Assert.Null(plan.StartTraining());
        _now += training;
        plan.EndTraining();

        Assert.Equal(evaluation, plan.OfEvaluation.TotalSeconds, 1e-9);
        Assert.Equal(verification, plan.OfVerification.TotalSeconds, 1e-9);
    }

    private TimePlan Plan(double? limit) =>
        new(limit is { } seconds ? TimeSpan.FromSeconds(seconds) : null, () => TimeSpan.FromSeconds(_now));
}
