using System.Globalization;
using Microsoft.Playwright;

namespace OnnxTrain.Browser.Tests;

/// <summary>The example's page as a person uses it.</summary>
public sealed class DigitPage(IPage page, string address) : IAsyncDisposable
{
    public IPage Page { get; } = page;

    public ILocator this[string id] => Page.Locator($"#{id}");

    /// <summary>The rows held out that the network has right, as the page says.</summary>
    public async Task<int> RightAsync() => int.Parse((await TextAsync("counts")).Split(' ')[0], CultureInfo.InvariantCulture);

    /// <summary>The share of the rows held out that the network has right, in percent, as the page says.</summary>
    public async Task<double> AccuracyAsync() => double.Parse((await TextAsync("accuracy")).Split(' ')[0], CultureInfo.InvariantCulture);

    public async Task<string> TextAsync(string id) => (await this[id].InnerTextAsync()).Trim();

    /// <summary>Loads the page and waits until it can train, or says why not.</summary>
    public async Task<DigitPage> OpenAsync()
    {
        await Page.GotoAsync(address);
        await WaitForAsync("ready", "broken");
        return this;
    }

    /// <summary>Trains for some epochs, from where training is to its end.</summary>
    public async Task TrainAsync(int epochs)
    {
        await this["epochs"].FillAsync($"{epochs}");
        await this["start"].ClickAsync();
        await WaitForAsync("done", "broken");
    }

    /// <summary>Waits until the page is in one of some states.</summary>
    public Task WaitForAsync(params string[] states) =>
        Page.WaitForFunctionAsync("states => states.includes(document.body.dataset.state)", states, new() { Timeout = 120_000 });

    public Task WaitForTextAsync(string id, string part) =>
        Page.WaitForFunctionAsync("([id, part]) => document.getElementById(id).textContent.includes(part)", new[] { id, part });

    /// <summary>Draws strokes with the mouse, points in hundredths of the sheet, and yields what the page says to it.</summary>
    public async Task<string> DrawAsync(params (int X, int Y)[][] strokes)
    {
        await this["clear"].ClickAsync();
        await WaitForTextAsync("answer", "Nothing drawn yet.");
        await this["pad"].EvaluateAsync("pad => pad.scrollIntoView({ block: 'center' })");
        var sheet = (await this["pad"].BoundingBoxAsync())!;
        foreach (var stroke in strokes)
        {
            var isDown = false;
            foreach (var (x, y) in stroke)
            {
                await Page.Mouse.MoveAsync(sheet.X + (x / 100f * sheet.Width), sheet.Y + (y / 100f * sheet.Height), new() { Steps = 5 });
                if (!isDown) await Page.Mouse.DownAsync();
                isDown = true;
            }

            await Page.Mouse.UpAsync();
        }

        await WaitUntilSeenAsync();
        return await TextAsync("answer");
    }

    public async ValueTask DisposeAsync() => await Page.CloseAsync();

    /// <summary>The sheet is looked at in the next frame, by a worker: the answer stands when it has stayed for a while.</summary>
    private async Task WaitUntilSeenAsync()
    {
        await Page.WaitForFunctionAsync("() => !document.getElementById('answer').textContent.startsWith('Nothing')");
        for (string? last = null; await TextAsync("answer") is var answer && answer != last; last = answer)
            await Page.WaitForTimeoutAsync(250);
    }
}
