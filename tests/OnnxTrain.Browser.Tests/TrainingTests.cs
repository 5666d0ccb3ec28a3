namespace OnnxTrain.Browser.Tests;

/// <summary>Training in the page, and the file that comes of it.</summary>
[Collection(BrowserTests.Name)]
public sealed class TrainingTests(TrainedPage trained) : IClassFixture<TrainedPage>
{
    private static readonly DigitRows Rows = DigitRows.Read(Path.Combine(Requirements.Root, "examples", "data", "digits.csv"));

    [BrowserFact]
    public async Task The_page_trains_to_95_percent_of_the_digits_held_out()
    {
        Assert.InRange(trained.Untrained, 0, 30);
        Assert.InRange(await trained.Page.AccuracyAsync(), 95, 100);
        Assert.Contains("epoch 12 of 12", await trained.Page.TextAsync("status"), StringComparison.Ordinal);
        Assert.Equal("", await trained.Page.TextAsync("problem"));
    }

    [BrowserFact]
    public async Task The_curves_tell_the_last_values()
    {
        var loss = await trained.Page["loss-chart"].GetAttributeAsync("aria-label");
        var accuracy = await trained.Page["accuracy-chart"].GetAttributeAsync("aria-label");
        Assert.Matches(@"^Loss by epoch: training 0\.\d+, held out 0\.\d+$", loss);
        Assert.Equal($"held out {await trained.Page.AccuracyAsync():0.#} %", accuracy!.Split(", ")[1]);
        Assert.True(await trained.Page.Page.EvaluateAsync<bool>("""
            () => ['loss-chart', 'accuracy-chart'].every(id => {
              const canvas = document.getElementById(id);
              return canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some(value => value > 0);
            })
            """));
    }

    [BrowserFact]
    public async Task The_downloaded_file_is_as_right_in_the_library_as_the_page_says()
    {
        var download = await trained.Page.Page.RunAndWaitForDownloadAsync(() => trained.Page["download"].ClickAsync());
        Assert.Equal("digits.onnx", download.SuggestedFilename);
        var file = await download.PathAsync();

        using var model = new TemporaryCopy(file);
        var loaded = ImageModel.Load(model.Path, new DigitNetwork());
        var predictions = loaded.Evaluate(Rows.Test);
        var right = Enumerable.Range(0, Rows.Test.RowCount).Count(row => predictions.PredictedClass(row) == Rows.Test.Labels[row]);
        Assert.Equal($"{right} of {Rows.Test.RowCount}", await trained.Page.TextAsync("counts"));
        OnnxVerifier.Verify(loaded, model.Path, Rows.Test).ThrowIfDifferent();
    }

    [BrowserFact]
    public async Task Digits_drawn_by_hand_are_recognised()
    {
        foreach (var (digit, strokes) in Drawings.All)
            Assert.StartsWith($"That is a {digit} (", await trained.Page.DrawAsync(strokes), StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task A_small_digit_in_a_corner_is_as_good_as_a_large_one()
    {
        foreach (var (digit, strokes) in Drawings.All.Where(d => d.Digit is 2 or 5 or 8))
        {
            (int, int)[][] small =
            [
                .. strokes.Select(stroke => stroke.Select(point => ((point.X * 2 / 5) + 55, (point.Y * 2 / 5) + 58)).ToArray()),
            ];
            Assert.StartsWith($"That is a {digit} (", await trained.Page.DrawAsync(small), StringComparison.Ordinal);
        }
    }

    [BrowserFact]
    public async Task Bars_show_the_probabilities_of_the_ten_classes()
    {
        await trained.Page.DrawAsync(Drawings.All[0].Strokes);
        var bars = await trained.Page.Page.Locator("#bars .percent").AllInnerTextsAsync();
        Assert.Equal(10, bars.Count);
        Assert.InRange(
            bars.Sum(text =>
                double.Parse(text.Replace(" %", "", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture)),
            99, 101);
        Assert.Equal("0", await trained.Page.Page.Locator("#bars .best > :first-child").InnerTextAsync());
    }
}
