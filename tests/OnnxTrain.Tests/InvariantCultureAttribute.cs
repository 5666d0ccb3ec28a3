using System.Globalization;
using System.Reflection;
using Xunit.Sdk;

namespace OnnxTrain.Tests;

/// <summary>
/// Runs a test in the invariant culture, whatever <see cref="TestCulture"/> says: for the messages of exceptions, which are for people and
/// write a negative number in the way of their culture.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class InvariantCultureAttribute : BeforeAfterTestAttribute
{
    private CultureInfo? _culture;

    public override void Before(MethodInfo methodUnderTest) =>
        (_culture, CultureInfo.CurrentCulture) = (CultureInfo.CurrentCulture, CultureInfo.InvariantCulture);

    public override void After(MethodInfo methodUnderTest) => CultureInfo.CurrentCulture = _culture!;
}
