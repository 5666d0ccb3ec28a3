namespace OnnxTrain.Cli;

/// <summary>What the course of training says about it, in words.</summary>
internal static class AdviceView
{
    public static void Write(Page page, History history)
    {
        // That the loss diverged is told in the end.
        var advice = TrainingAdvice.Of(history).Where(a => a.Issue != TrainingIssue.Diverged).ToList();
        if (advice.Count == 0) return;
        page.Blank();
        page.Heading("Advice");
        foreach (var item in advice) page.Line(item.Text, bullet: "• ");
    }
}
