using System.CommandLine;

namespace OnnxTrain.Cli;

/// <summary>The options of <c>train</c> that train more than one network.</summary>
internal sealed class SelectionOptions
{
    private readonly Option<int?> _folds = Options.Integer(
        "--folds", "K",
        "Evaluate by K-fold cross-validation first, then train on all rows for the mean of the folds' best numbers of epochs. Replaces "
            + "--validation.",
        least: 2);

    private readonly Option<int?> _ensemble = Options.Integer(
        "--ensemble", "N", "Train N networks from different seeds and write them as one file, which predicts their mean.", least: 2,
        most: 1000);

    private readonly Option<bool> _vote = Options.Flag(
        "--vote", "With --ensemble: predict the class that most networks choose; probabilities are shares of the votes.");

    public HelpSection Section => new("Selection", _folds, _ensemble, _vote);

    /// <summary>The request with these options in it.</summary>
    /// <exception cref="ToolException">They contradict others.</exception>
    public TrainRequest AddTo(TrainRequest request, ParseResult arguments, bool validationWasGiven)
    {
        var (folds, ensemble, vote) = (arguments.GetValue(_folds), arguments.GetValue(_ensemble), arguments.GetValue(_vote));
        if (vote && ensemble is null)
            throw new ToolException(
                "--vote is for an ensemble, and there is no --ensemble.",
                "Add --ensemble and the number of networks, such as --ensemble 5.");
        if (folds is not null && validationWasGiven)
            throw new ToolException(
                "--folds tests on each row once and trains on all in the end, so there are no validation rows.",
                "Leave out --folds or --validation.");
        var told =
            request.History is not null ? "--history"
            : request.TensorBoard is not null ? "--tensorboard"
            : null;
        if (ensemble is not null && told is not null)
            throw new ToolException(
                $"{told} is of one training, and an ensemble has several.", $"Leave out {told} or --ensemble.");
        if ((folds ?? ensemble) is not null && request.Options.Checkpoint is not null)
            throw new ToolException(
                $"--checkpoint saves one training, and {(folds is null ? "--ensemble" : "--folds")} has several.",
                "Leave out one of the two.");
        return request with
        {
            Folds = folds, Ensemble = ensemble, Vote = vote, Validation = folds is null ? request.Validation : HeldOut.None,
        };
    }
}
