using Microsoft.Playwright;

namespace OnnxTrain.Browser.Tests;

/// <summary>What the page says where something is missing.</summary>
[Collection(BrowserTests.Name)]
public sealed class ProblemTests(SiteFixture site)
{
    private const string Command = "dotnet run -c Release --project examples/TrainInBrowser";

    [BrowserTheory]
    [InlineData("model/training.json")]
    [InlineData("model/training.onnx")]
    [InlineData("data/train-images.bin")]
    [InlineData("ort/ort.wasm.min.mjs")]
    public async Task A_file_that_is_missing_is_named_with_the_command_that_writes_it(string file)
    {
        await using var page = await site.NewPageAsync();
        await page.Page.Context.RouteAsync($"**/{file}", route => route.FulfillAsync(new() { Status = 404 }));
        await page.OpenAsync();
        var problem = await page.TextAsync("problem");
        Assert.Contains(file, problem, StringComparison.Ordinal);
        Assert.EndsWith(Command, problem, StringComparison.Ordinal);
        Assert.True(await page["start"].IsDisabledAsync());
    }

    [BrowserFact]
    public async Task A_browser_without_WebAssembly_is_told()
    {
        await using var page = await site.NewPageAsync();
        await page.Page.AddInitScriptAsync("delete globalThis.WebAssembly");
        await page.OpenAsync();
        Assert.Contains("no WebAssembly", await page.TextAsync("problem"), StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task A_page_opened_as_a_file_says_how_to_serve_it()
    {
        await using var page = await site.NewPageAsync();
        await page.Page.GotoAsync(new Uri(Path.Combine(site.Site, "index.html")).AbsoluteUri);
        await page.WaitForAsync("broken");
        Assert.EndsWith(Command, await page.TextAsync("problem"), StringComparison.Ordinal);
    }

    /// <summary>
    /// Chromium has a GPU in software, which some builds lack; without one the page has to say that it uses the processor.
    /// </summary>
    [BrowserTheory]
    [InlineData]
    [InlineData("--enable-unsafe-webgpu", "--enable-unsafe-swiftshader", "--use-webgpu-adapter=swiftshader", "--enable-features=Vulkan")]
    public async Task WebGPU_is_used_where_it_agrees_with_the_processor(params string[] arguments)
    {
        await using var browser = await site.LaunchAsync(arguments);
        await using var page = await new DigitPage(await browser.NewPageAsync(), site.Address).OpenAsync();
        var hasGpu = await page.Page.EvaluateAsync<bool>("async () => !!await navigator.gpu?.requestAdapter()");
        await page["backend"].SelectOptionAsync("webgpu");
        await page.WaitForAsync("ready", "broken");

        Assert.Equal(hasGpu ? "webgpu" : "wasm", await page["backend"].InputValueAsync());
        Assert.Equal(
            hasGpu ? "" : "WebGPU cannot be used: this browser has no WebGPU, or no GPU that it may use. WebAssembly is used instead.",
            await page.TextAsync("notice"));
        Assert.True(await page["start"].IsEnabledAsync());
    }
}
