namespace OnnxTrain.Cli;

/// <summary>The parts of <c>train</c> that train several networks, with what they show.</summary>
internal static class SelectionRun
{
    /// <summary>Cross-validation, and the request for the training after it: as many epochs as were best, all of them.</summary>
    public static (CrossValidationResult Folds, TrainRequest Request) Validate(
        TrainRequest request, TrainingData data, Terminal terminal, CancellationToken cancellationToken)
    {
        CrossValidationResult folds;
        using (var progress = new RunsProgressView(terminal, "fold"))
            folds = ModelSelection.Validate(request, data, progress, cancellationToken);
        SelectionView.WriteFolds(new(terminal.Out), folds, data.TrainCount, request.Noun);
        return (folds, request with { Epochs = folds.BestEpochs, Options = request.Options with { Patience = null } });
    }

    /// <summary>Several networks in one model.</summary>
    public static DataModel Ensemble(TrainRequest request, TrainingData data, Terminal terminal, CancellationToken cancellationToken)
    {
        if (request.Vote && data.Targets.FirstOrDefault(target => target is not ClassTarget) is { } number)
            throw new ToolException(
                $"--vote chooses among classes, and '{number.Name}' is a number.", "Leave out --vote: the mean of the predictions counts.");
        RandomStartsResult<Model> members;
        using (var progress = new RunsProgressView(terminal, "network"))
            members = ModelSelection.Members(request, data, progress, cancellationToken);
        SelectionView.WriteMembers(new(terminal.Out), members, request.Vote, data.Validation is not null, request.Noun);
        return (DataModel)members.ToEnsemble(request.Vote ? EnsembleMethod.Vote : EnsembleMethod.Mean);
    }
}
