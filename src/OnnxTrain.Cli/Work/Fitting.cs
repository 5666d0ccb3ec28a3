namespace OnnxTrain.Cli;

/// <summary>Loss, optimizer and schedule, as <c>train</c> was asked for them.</summary>
/// <param name="request">What was asked for.</param>
/// <param name="target">What is predicted.</param>
/// <param name="rows">How many rows there are to learn from.</param>
/// <param name="rowsOfClasses">How many of them each class has.</param>
internal sealed class Fitting(TrainRequest request, string target, int rows, Func<IReadOnlyDictionary<string, int>> rowsOfClasses)
{
    public Fitting(TableRequest request, PreparedData data)
        : this(request, data.Target, data.Train.RowCount, () => RowsOfClasses(data.Train[data.Target]))
    {
    }

    private readonly FittingRequest _fitting = request.Fitting;

    private bool BalancesClasses => _fitting.ClassWeights == ClassWeighting.Balanced;

    /// <exception cref="ToolException">The loss is not one of the task.</exception>
    public Loss Loss(Model model)
    {
        var isClassifier = model.Task == ModelTask.Classification;
        if (_fitting.Loss is { } chosen && (chosen.Kind == LossKind.CrossEntropy) != isClassifier)
        {
            throw new ToolException(
                $"--loss {FittingOptions.Name(chosen.Kind)} is for {(isClassifier ? "numbers" : "classes")}; '{target}' is predicted as "
                    + $"a {(isClassifier ? "class" : "number")}.",
                $"Leave it out, or choose --task {(isClassifier ? "regression" : "classification")}.");
        }

        if (isClassifier)
            return new CrossEntropyLoss
            {
                LabelSmoothing = _fitting.LabelSmoothing, Weight = BalancesClasses ? Balanced(model.Classes) : null,
            };
        if (_fitting.LabelSmoothing > 0 || BalancesClasses)
            throw new ToolException(
                $"{(BalancesClasses ? "--class-weights balanced" : "--label-smoothing")} is for classes; '{target}' is predicted as a "
                    + "number.",
                "Leave it out, or choose --task classification.");
        return _fitting.Loss?.Kind switch
        {
            LossKind.Mae => new L1Loss(),
            LossKind.Huber => new HuberLoss(_fitting.Loss[0, 1]),
            _ => new MseLoss(),
        };
    }

    /// <exception cref="ToolException">The optimizer has no momentum.</exception>
    public Optimizer Optimizer()
    {
        if (_fitting.Momentum is not null && request.Optimizer is not (OptimizerKind.Sgd or OptimizerKind.RmsProp or OptimizerKind.Lars))
            throw new ToolException(
                $"--momentum is for --optimizer sgd, rmsprop and lars; {request.Optimizer} has none to set.", "Leave one of them out.");
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

    /// <exception cref="ToolException">The course has a rise of its own, or there is no time left behind the rise.</exception>
    public LearningRateSchedule? Schedule()
    {
        var (chosen, warmUp) = (_fitting.Schedule, _fitting.WarmUp);
        if (warmUp > 0 && chosen.Kind == ScheduleKind.OneCycle)
            throw new ToolException("--schedule one-cycle has a rise of its own.", "Leave --warm-up out.");
        if (warmUp >= request.Epochs)
            throw new ToolException(
                $"--warm-up takes {warmUp} of {request.Epochs} epochs, and none is left.", "Choose more --epochs, or a shorter --warm-up.");
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
        _fitting.StepsPerEpoch ?? (TakesAll ? 1 : (rows + request.Options.BatchSize - 1) / request.Options.BatchSize);

    private bool TakesAll => request.Optimizer == OptimizerKind.Lbfgs;

    /// <summary>rows / (classes · rows of the class), as scikit-learn balances.</summary>
    private double[] Balanced(IReadOnlyList<string> classes)
    {
        var counts = rowsOfClasses();
        return [.. classes.Select(c => (double)rows / (classes.Count * counts[c]))];
    }

    private static Dictionary<string, int> RowsOfClasses(CsvColumn column) =>
        column.CategoryIndices().CountBy(c => c).ToDictionary(pair => column.Categories[pair.Key], pair => pair.Value);
}
