using System.Diagnostics;
using System.Text;
using Microsoft.Playwright;

namespace OnnxTrain.Browser.Tests;

/// <summary>The example's program as a process of its own, which serves a folder that it has written, and Chromium.</summary>
public sealed class SiteFixture : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("onnxtrain-browser-");
    private Process? _server;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>The folder that is served.</summary>
    public string Site => Path.Combine(_folder.FullName, "site");

    /// <summary>Where it is served.</summary>
    public string Address { get; private set; } = "";

    public async Task InitializeAsync()
    {
        if (Requirements.Missing is not null) return;
        Address = await StartServerAsync().WaitAsync(Patience);
        _playwright = await Playwright.CreateAsync();
        _browser = await LaunchAsync();
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_server is not null)
        {
            if (!_server.HasExited) _server.Kill();
            await _server.WaitForExitAsync();
            _server.Dispose();
        }

        _folder.Delete(recursive: true);
    }

    /// <summary>A page of its own, not loaded yet.</summary>
    public async Task<DigitPage> NewPageAsync(int width = 1200, int height = 900) =>
        new(await _browser!.NewPageAsync(new() { ViewportSize = new() { Width = width, Height = height } }), Address);

    /// <summary>A browser of its own.</summary>
    public Task<IBrowser> LaunchAsync(params string[] arguments) =>
        _playwright!.Chromium.LaunchAsync(new() { ExecutablePath = Requirements.Chromium, Args = arguments });

    private async Task<string> StartServerAsync()
    {
        string[] command = [Path.Combine(AppContext.BaseDirectory, "TrainInBrowser.dll"), "--port", "0", "--output", Site];
        _server = Process.Start(
            new ProcessStartInfo("dotnet", command)
            {
                WorkingDirectory = Requirements.Root, RedirectStandardOutput = true, RedirectStandardError = true,
            }
        )!;
        var errors = _server.StandardError.ReadToEndAsync();
        var output = new StringBuilder();
        while (await _server.StandardOutput.ReadLineAsync() is { } line)
        {
            output.AppendLine(line);
            if (line.StartsWith("http://", StringComparison.Ordinal)) return line.Split(' ')[0];
        }

        throw new InvalidOperationException($"The program ended before it served the page:\n{output}{await errors}");
    }
}
