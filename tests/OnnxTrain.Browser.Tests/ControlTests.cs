namespace OnnxTrain.Browser.Tests;

/// <summary>Start, pause, reset and the drawing sheet, by keys alone; and what the page does at several sizes.</summary>
[Collection(BrowserTests.Name)]
public sealed class ControlTests(SiteFixture site)
{
    [BrowserFact]
    public async Task Training_starts_pauses_goes_on_and_is_reset_by_keys()
    {
        await using var page = await (await site.NewPageAsync()).OpenAsync();
        var untrained = await page.RightAsync();
        await page["epochs"].FillAsync("500");
        await page["start"].FocusAsync();
        await page.Page.Keyboard.PressAsync("Enter");
        await page.WaitForTextAsync("status", "Training: epoch 1");
        Assert.Equal("Pause", await page.TextAsync("start"));

        await page.Page.Keyboard.PressAsync("Enter");
        await page.WaitForAsync("paused");
        var steps = await page.TextAsync("steps");
        await page.Page.Keyboard.PressAsync("Enter");
        await page.WaitForAsync("training");
        await page.Page.WaitForFunctionAsync("steps => document.getElementById('steps').textContent !== steps", steps);

        await page.Page.Keyboard.PressAsync("Tab");
        await page.Page.Keyboard.PressAsync("Enter");
        await page.WaitForAsync("ready");
        Assert.Equal(untrained, await page.RightAsync());
        Assert.Equal("0 steps", await page.TextAsync("steps"));
    }

    [BrowserFact]
    public async Task After_a_reset_training_goes_the_same_way_again()
    {
        await using var page = await (await site.NewPageAsync()).OpenAsync();
        await page.TrainAsync(epochs: 2);
        var first = (await page.TextAsync("counts"), await page.TextAsync("loss"), await page.TextAsync("held-loss"));
        await page["reset"].ClickAsync();
        await page.WaitForAsync("ready");
        Assert.NotEqual(first.Item1, await page.TextAsync("counts"));
        await page.TrainAsync(epochs: 2);
        Assert.Equal(first, (await page.TextAsync("counts"), await page.TextAsync("loss"), await page.TextAsync("held-loss")));
    }

    [BrowserFact]
    public async Task A_learning_rate_that_is_far_too_high_is_said_to_be_so()
    {
        await using var page = await (await site.NewPageAsync()).OpenAsync();
        await page["rate"].FillAsync("1");
        await page.Page.EvalOnSelectorAsync(
            "#rate",
            "rate => { rate.max = 1e30; rate.value = 1e30; rate.dispatchEvent(new Event('input', { bubbles: true })); }");
        await page.TrainAsync(epochs: 3);
        Assert.Contains("learning rate is too high", await page.TextAsync("problem"), StringComparison.Ordinal);

        await page["rate"].FillAsync("0.002");
        await page["reset"].ClickAsync();
        await page.WaitForAsync("ready");
        await page.TrainAsync(epochs: 1);
        Assert.InRange(await page.AccuracyAsync(), 60, 100);
    }

    [BrowserFact]
    public async Task Keys_draw_and_clear()
    {
        await using var page = await (await site.NewPageAsync()).OpenAsync();
        await page["pad"].FocusAsync();
        await page.Page.Keyboard.PressAsync("Space");
        for (var i = 0; i < 16; i++) await page.Page.Keyboard.PressAsync("ArrowDown");
        await page.Page.Keyboard.PressAsync("Space");
        await page.WaitForTextAsync("answer", "takes this for a");
        var ink = await page.Page.EvaluateAsync<double[]>("""
            () => {
              const data = document.getElementById('seen').getContext('2d').getImageData(0, 0, 8, 8).data;
              const column = x => Array.from({ length: 8 }, (_, row) => data[(row * 8 + x) * 4 + 3]);
              return Array.from({ length: 8 }, (_, x) => column(x).reduce((sum, value) => sum + value));
            }
            """);
        // A stroke from top to bottom stands in the middle and leaves the sides free.
        Assert.Equal(0, ink[0] + ink[1] + ink[6] + ink[7]);
        Assert.True(ink[3] > 8 * 200 && ink[4] > 8 * 200, string.Join(' ', ink));

        await page.Page.Keyboard.PressAsync("Delete");
        await page.WaitForTextAsync("answer", "Nothing drawn yet.");
    }

    [BrowserTheory]
    [InlineData(320)]
    [InlineData(600)]
    [InlineData(1000)]
    public async Task Nothing_is_wider_than_the_screen(int width)
    {
        await using var page = await (await site.NewPageAsync(width)).OpenAsync();
        Assert.Equal(
            0,
            await page.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth"));
        Assert.True(await page["start"].IsVisibleAsync());
    }
}
