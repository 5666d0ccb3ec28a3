namespace OnnxTrain.Browser.Tests;

/// <summary>Tests that share a server and a browser.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserTests : ICollectionFixture<SiteFixture>
{
    public const string Name = "browser";
}
