namespace OnnxTrain.Browser.Tests;

/// <summary>Tests of several cases in Chromium; skipped, with the reason, where the machine lacks what they need.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute() => Skip = Requirements.Missing;
}
