namespace OnnxTrain.Browser.Tests;

/// <summary>A page that has trained as it does when a person presses Start and waits.</summary>
public sealed class TrainedPage(SiteFixture site) : IAsyncLifetime
{
    public DigitPage Page { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        if (Requirements.Missing is not null) return;
        Page = await (await site.NewPageAsync()).OpenAsync();
        Untrained = await Page.AccuracyAsync();
        await Page.TrainAsync(epochs: 12);
    }

    /// <summary>The accuracy before.</summary>
    public double Untrained { get; private set; }

    public async Task DisposeAsync()
    {
        if (Page is not null) await Page.DisposeAsync();
    }
}
