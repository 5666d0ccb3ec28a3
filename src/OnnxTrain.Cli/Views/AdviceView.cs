namespace OnnxTrain.Cli;

/// <summary>What the course of training says about it, in words.</summary>
internal static class AdviceView
{
    /// <param name="page">Where to write.</param>
    /// <param name="history">The course.</param>
    /// <param name="epochsAreChosen">Whether cross-validation chose the number of epochs.</param>
    /// <param name="isFrozen">Whether a parameter was to stay as it is, so that there is nothing to say of it.</param>
    public static void Write(Page page, History history, bool epochsAreChosen, Func<string, bool> isFrozen)
    {
        history = history with
        {
            Epochs = [.. history.Epochs.Select(e => e with { Layers = [.. e.Layers.Where(layer => !isFrozen(layer.Name))] })],
        };

        // That the loss diverged is told in the end.
        var advice = TrainingAdvice.Of(history, epochsAreChosen).Where(a => a.Issue != TrainingIssue.Diverged).ToList();
        if (advice.Count == 0) return;
        page.Blank();
        page.Heading("Advice");
        foreach (var item in advice) page.Line(item.Text, bullet: "• ");
    }
}
