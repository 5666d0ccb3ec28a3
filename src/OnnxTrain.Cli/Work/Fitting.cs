namespace OnnxTrain.Cli;

/// <summary>Loss, optimizer and schedule, as <c>train</c> was asked for them.</summary>
/// <param name="request">What was asked for.</param>
/// <param name="data">The rows to learn from.</param>
internal sealed class Fitting(TrainRequest request, TrainingData data)
{
    private readonly FittingRequest _fitting = request.Fitting;

    private bool BalancesClasses => _fitting.ClassWeights == ClassWeighting.Balanced;

    /// <summary>The loss of each target, and their sum where there are several.</summary>
    /// <exception cref="ToolException">A setting is for targets of another kind.</exception>
    public Loss Loss(DataModel model)
    {
        Check(model.Targets);
        Loss[] losses = [.. model.Targets.Select(LossOf)];
        return losses is [var only] ? only : new TargetsLoss(model.Targets, losses);
    }

    /// <exception cref="ToolException">The optimizer has no momentum.</exception>
    public Optimizer Optimizer()
    {
        if (_fitting.Momentum is not null && request.Optimizer is not (OptimizerKind.Sgd or OptimizerKind.RmsProp or OptimizerKind.Lars))
            throw new ToolException(
                $"--momentum is for --optimizer sgd, rmsprop and lars; {request.Optimizer} has no momentum.", "Leave one of them out.");
        var decay = request.Decay;
        return request.Optimizer switch
        {
            OptimizerKind.AdamW => new AdamW(request.Rate) { WeightDecay = decay },
            OptimizerKind.Adamax => new Adamax(request.Rate) { WeightDecay = decay },
            OptimizerKind.NAdam => new NAdam(request.Rate) { WeightDecay = decay },
            OptimizerKind.RAdam => new RAdam(request.Rate) { WeightDecay = decay },
            OptimizerKind.Lamb => new Lamb(request.Rate) { WeightDecay = decay },
            OptimizerKind.Lion => new Lion(request.Rate) { WeightDecay = decay },
            OptimizerKind.Adadelta => new Adadelta(request.Rate) { WeightDecay = decay },
            OptimizerKind.Lars => new Lars(request.Rate)
            {
                Momentum = _fitting.Momentum ?? request.Defaults.SgdMomentum, WeightDecay = decay,
            },
            OptimizerKind.Lbfgs => new Lbfgs(request.Rate),
            OptimizerKind.RmsProp => new RmsProp(request.Rate) { Momentum = _fitting.Momentum ?? 0, WeightDecay = decay },
            OptimizerKind.AdaGrad => new AdaGrad(request.Rate) { WeightDecay = decay },
            OptimizerKind.Sgd => new Sgd(request.Rate)
            {
                Momentum = _fitting.Momentum ?? request.Defaults.SgdMomentum, WeightDecay = decay,
            },
            _ => new Adam(request.Rate) { WeightDecay = decay },
        };
    }

    /// <exception cref="ToolException">The schedule has a warm-up of its own, or there is no time left behind it.</exception>
    public LearningRateSchedule? Schedule()
    {
        var (chosen, warmUp) = (_fitting.Schedule, _fitting.WarmUp);
        if (warmUp > 0 && chosen.Kind == ScheduleKind.OneCycle)
            throw new ToolException("--schedule one-cycle has a warm-up of its own.", "Leave --warm-up out.");
        if (warmUp >= request.Epochs)
            throw new ToolException(
                $"--warm-up takes {warmUp} of {request.Epochs} epochs; no epoch is left for the schedule.",
                "Choose more --epochs, or a shorter --warm-up.");
        var epochs = request.Epochs - warmUp;
        const int falls = 3;
        const double lowest = 0.01;
        LearningRateSchedule? course = chosen.Kind switch
        {
            ScheduleKind.Step => new StepSchedule((long)chosen[0, Math.Max(1, epochs / falls)], chosen[1, 0.1]),
            ScheduleKind.Exponential => new ExponentialSchedule(chosen[0, Math.Pow(lowest, 1.0 / epochs)]),
            ScheduleKind.InverseTime => new InverseTimeSchedule(chosen[0, lowest]),
            ScheduleKind.Polynomial => new PolynomialSchedule(epochs, chosen[0, 1]),
            ScheduleKind.Cosine => new CosineSchedule(epochs, chosen[0, 0]),
            ScheduleKind.OneCycle => new OneCycleSchedule(Math.Max(2, (long)epochs * StepsPerEpoch)) { Unit = ScheduleUnit.Step },
            ScheduleKind.Plateau => new PlateauSchedule(chosen[0, 0.1], (int)chosen[1, 10]),
            _ => null,
        };
        return warmUp > 0 ? new WarmUpSchedule(warmUp, course) : course;
    }

    /// <summary>Which rows a step takes.</summary>
    public Sampling Sampling => TakesAll ? Sampling.FullBatch : default;

    /// <summary>L-BFGS decays by the loss that it searches along.</summary>
    public Penalty? Penalty =>
        (_fitting.L1, TakesAll ? request.Decay : 0) is var (l1, l2) && l1 + l2 > 0 ? new WeightPenalty { L1 = l1, L2 = l2 } : null;

    public WeightConstraint? Constraint => _fitting.MaxNorm is { } radius ? new UnitNormLimit(radius) : null;

    /// <summary>Steps to an epoch.</summary>
    public int StepsPerEpoch =>
        _fitting.StepsPerEpoch ?? (TakesAll ? 1 : (data.TrainCount + request.Options.BatchSize - 1) / request.Options.BatchSize);

    private bool TakesAll => request.Optimizer == OptimizerKind.Lbfgs;

    private static bool IsClass(Target target) => target.Task == ModelTask.Classification;

    private void Check(IReadOnlyList<Target> targets)
    {
        if (_fitting.Loss is { } chosen)
            Require(chosen.Kind == LossKind.CrossEntropy, $"--loss {FittingOptions.Name(chosen.Kind)}", targets);
        if (request.Options.SelectBy is { } metric)
        {
            if (targets.Count > 1)
                throw new ToolException(
                    $"--select {MetricNames.Of(metric)} is for one target, and there are {targets.Count}.",
                    "Leave it out: the loss chooses.");
            Require(metric is not (RSquared or Rmse or MeanAbsoluteError), $"--select {MetricNames.Of(metric)}", targets);
        }

        if (BalancesClasses) Require(isForClasses: true, "--class-weights balanced", targets);
        if (_fitting.LabelSmoothing > 0) Require(isForClasses: true, "--label-smoothing", targets);
    }

    private static void Require(bool isForClasses, string option, IReadOnlyList<Target> targets)
    {
        if (targets.Any(target => IsClass(target) == isForClasses)) return;
        var what = targets is [{ Name.Length: > 0 }] ? $"'{targets[0].Name}' is predicted as a {(isForClasses ? "number" : "class")}"
            : isForClasses ? "the targets are numbers"
            : "the targets are classes";
        throw new ToolException(
            $"{option} is for {(isForClasses ? "classes" : "numbers")}; {what}.",
            $"Leave it out, or choose --task {(isForClasses ? "classification" : "regression")}.");
    }

    private Loss LossOf(Target target)
    {
        if (IsClass(target))
            return new CrossEntropyLoss
            {
                LabelSmoothing = _fitting.LabelSmoothing, Weight = BalancesClasses ? Balanced(target) : null,
            };
        return _fitting.Loss?.Kind switch
        {
            LossKind.Mae => new L1Loss(),
            LossKind.Huber => new HuberLoss(_fitting.Loss[0, 1]),
            _ => new MseLoss(),
        };
    }

    /// <summary>rows / (classes · rows of the class), as scikit-learn balances.</summary>
    private double[] Balanced(Target target)
    {
        var counts = data.RowsOfClasses(target);
        return [.. target.Classes.Select(c => (double)data.TrainCount / (target.Classes.Count * counts[c]))];
    }
}
