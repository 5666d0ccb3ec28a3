using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

/// <summary>Serves a folder to this machine's browsers, and to no other.</summary>
internal sealed class SiteServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private SiteServer(WebApplication application) => _application = application;

    /// <summary>Where the page is.</summary>
    public string Address => $"{_application.Urls.Single()}/";

    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<SiteServer> StartAsync(string folder, int port)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { WebRootPath = Path.GetFullPath(folder) });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        var application = builder.Build();
        var types = new FileExtensionContentTypeProvider
        {
            Mappings =
            {
                [".mjs"] = "text/javascript",
                [".wasm"] = "application/wasm",
                [".onnx"] = "application/octet-stream",
            },
        };
        application.UseDefaultFiles();
        application.UseStaticFiles(new StaticFileOptions
        {
            ContentTypeProvider = types,
            // The page is written anew by every run of this program.
            OnPrepareResponse = response => response.Context.Response.Headers.CacheControl = "no-cache",
        });
        try
        {
            await application.StartAsync();
            return new(application);
        }
        catch (IOException e)
        {
            await application.DisposeAsync();
            throw new IOException($"Port {port} cannot be had ({e.Message}); --port 0 takes one that is free.", e);
        }
    }

    /// <summary>Ends with Ctrl-C.</summary>
    public Task WaitAsync() => _application.WaitForShutdownAsync();

    public ValueTask DisposeAsync() => _application.DisposeAsync();
}
