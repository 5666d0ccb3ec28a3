namespace OnnxTrain.Tests.Optimizers;

/// <summary>Rates by their formulas, and as PyTorch 1.13's torch.optim.lr_scheduler has them for a rate of 1.</summary>
public sealed class LearningRateScheduleTests
{
    private static readonly double[] Losses = [1, 0.9, 0.9, 0.91, 0.92, 0.9, 0.8, 0.81, 0.82, 0.83, 0.84, 0.79999, 0.85, 0.85];

    private static readonly Dictionary<string, (LearningRateSchedule Schedule, double[] Factors)> Cases = new()
    {
        ["constant"] = (new ConstantSchedule(0.5), [0.5, 0.5, 0.5]),
        ["1 / (1 + t / 2)"] = (new InverseTimeSchedule(0.5), [1, 1 / 1.5, 0.5, 0.4]),
        ["StepLR(3, 0.5)"] = (new StepSchedule(3, 0.5), [1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25]),
        ["ExponentialLR(0.9)"] = (new ExponentialSchedule(0.9), [1.0, 0.9, 0.81, 0.729, 0.6561]),
        ["PolynomialLR(5, 2)"] = (new PolynomialSchedule(5, power: 2), [1.0, 0.64, 0.36, 0.16, 0.04, 0, 0]),
        ["straight to 0.2"] = (new PolynomialSchedule(4, end: 0.2), [1.0, 0.8, 0.6, 0.4, 0.2, 0.2]),
        ["CosineAnnealingLR(6, 0.1)"] = (
            new CosineSchedule(6, 0.1),
            [1.0, 0.9397114317029974, 0.775, 0.55, 0.3250000000000002, 0.1602885682970026, 0.1, 0.1]),
        ["CosineAnnealingWarmRestarts(2, 2, 0.1)"] = (
            new CosineSchedule(2, 0.1) { Restarts = true, Multiplier = 2 },
            [
                1.0, 0.55, 1.0, 0.8681980515339464, 0.55, 0.23180194846605365, 1.0, 0.9657457896300791, 0.8681980515339464,
                0.7222075445642904, 0.55, 0.3777924554357096, 0.23180194846605365, 0.13425421036992097, 1.0,
            ]),
        ["CosineAnnealingWarmRestarts(2)"] = (new CosineSchedule(2) { Restarts = true }, [1, 0.5, 1, 0.5, 1]),
        ["LinearLR(1/3, 1, 4)"] = (new WarmUpSchedule(4), [1.0 / 3, 0.5, 2.0 / 3, 2.5 / 3, 1, 1, 1]),
        ["SequentialLR of LinearLR(0.25, 1, 3) and ExponentialLR(0.5)"] = (
            new WarmUpSchedule(3, new ExponentialSchedule(0.5)) { Start = 0.25 },
            [0.25, 0.5, 0.75, 1.0, 0.5, 0.25, 0.125]),
        ["OneCycleLR(1, 12)"] = (
            new OneCycleSchedule(12),
            [
                0.04, 0.3497896542195831, 0.8792851591221287, 0.9944154354509117, 0.9330129698414117, 0.811745653949763, 0.6473789976951033,
                0.46263710266697505, 0.28306099820869923, 0.1334775301888306, 0.03456698742539522, 4e-06, 4e-06,
            ]),
        ["OneCycleLR(1, 10, 0.5, 10, 100)"] = (
            new OneCycleSchedule(10)
            {
                Rise = 0.5, Divisor = 10, FinalDivisor = 100,
            },
            [
                0.1, 0.23180194846605362, 0.55, 0.8681980515339464, 1.0, 0.9046039886902862, 0.6548539886902862, 0.3461460113097138,
                0.0963960113097138, 0.001,
            ]),
        ["ReduceLROnPlateau(0.5, 1, cooldown 1, at least 0.2)"] = (
            new PlateauSchedule(0.5, patience: 1) { Cooldown = 1, Minimum = 0.2 },
            [1.0, 1.0, 1.0, 1.0, 0.5, 0.5, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.2, 0.2]),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_schedule_is_its_formula(string name)
    {
        var (schedule, factors) = Cases[name];
        for (var t = 0; t < factors.Length; t++) Assert.Equal(factors[t], schedule.Factor(t, Losses[..t]), 1e-12);
    }

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new StepSchedule(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExponentialSchedule(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new InverseTimeSchedule(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OneCycleSchedule(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OneCycleSchedule(10) { Rise = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new CosineSchedule(10) { Multiplier = 0 });
    }
}
