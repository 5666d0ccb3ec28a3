using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace OnnxTrain.Tests.Architecture;

/// <summary>Compiles a call of each overload with a collection expression, such as <c>[8, 8]</c>, for each list that it takes.</summary>
internal static class CollectionArguments
{
    private static readonly SymbolDisplayFormat Full = SymbolDisplayFormat.FullyQualifiedFormat;

    /// <param name="assemblyPath">The assembly whose public members are called.</param>
    /// <param name="source">Further types whose members are called.</param>
    /// <returns>How many calls there were, and those that the compiler finds ambiguous.</returns>
    public static (int Calls, IReadOnlyList<string> Ambiguous) Compile(string assemblyPath, string source = "")
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Append(assemblyPath)
            .Distinct()
            .Select(path => MetadataReference.CreateFromFile(path))
            .ToList();
        var compilation = CSharpCompilation.Create(
            "Calls",
            [CSharpSyntaxTree.ParseText(source)],
            references,
            new(OutputKind.DynamicallyLinkedLibrary));
        var assembly = (IAssemblySymbol)compilation.GetAssemblyOrModuleSymbol(references.Single(r => r.FilePath == assemblyPath))!;
        string[] calls = [.. TypesIn(assembly.GlobalNamespace).Concat(TypesIn(compilation.Assembly.GlobalNamespace)).SelectMany(Calls)];
        var tree = CSharpSyntaxTree.ParseText($"class Calls {{ void All() {{\n{string.Join("\n", calls)}\n}} }}");
        return (
            calls.Length,
            [
                .. compilation
                    .AddSyntaxTrees(tree)
                    .GetDiagnostics()
                    .Where(d => d.Id == "CS0121")
                    .Select(d => $"{calls[d.Location.GetLineSpan().StartLinePosition.Line - 1]} {d.GetMessage(null)}"),
            ]);
    }

    private static IEnumerable<INamedTypeSymbol> TypesIn(INamespaceSymbol scope) =>
        scope
            .GetTypeMembers()
            .Where(t => t.DeclaredAccessibility == Accessibility.Public && !t.IsGenericType)
            .Concat(scope.GetNamespaceMembers().SelectMany(TypesIn));

    private static IEnumerable<string> Calls(INamedTypeSymbol type) =>
        from overloads in type.GetMembers()
            .OfType<IMethodSymbol>()
            .Where(m =>
                m.DeclaredAccessibility == Accessibility.Public
                && m.MethodKind is MethodKind.Ordinary or MethodKind.Constructor
                && !m.IsGenericMethod)
            .GroupBy(m => m.Name)
        where overloads.Count() > 1
        from method in overloads
        where method.Parameters.Any(p => Element(p.Type) is not null)
        from count in Enumerable.Range(0, 2)
        select Call(type, method, withOptional: count == 1);

    private static string Call(INamedTypeSymbol type, IMethodSymbol method, bool withOptional)
    {
        var arguments = string.Join(
            ", ",
            method.Parameters.Where(p => withOptional || !(p.IsOptional || p.IsParams)).Select(p => Argument(p.Type)));
        var name = type.ToDisplayString(Full);
        return method.MethodKind == MethodKind.Constructor ? $"_ = new {name}({arguments});"
            : method.IsStatic ? $"{name}.{method.Name}({arguments});"
            : $"(({name})null!).{method.Name}({arguments});";
    }

    private static string Argument(ITypeSymbol type) => Element(type) is { } element
        ? $"[{Sample(element)}, {Sample(element)}]"
        : $"default({type.WithNullableAnnotation(NullableAnnotation.None).ToDisplayString(Full)})!";

    /// <summary>An element as one writes it: a number without a point where it may be one of several kinds.</summary>
    private static string Sample(ITypeSymbol element) =>
        element.SpecialType switch
        {
            SpecialType.System_Int32
            or SpecialType.System_Int64
            or SpecialType.System_Double
            or SpecialType.System_Single
            or SpecialType.System_Byte => "8",
            SpecialType.System_String => "\"a\"",
            _ when element.Name == "Dimension" => "8",
            _ => Argument(element),
        };

    /// <summary>The type of the elements where a collection expression may stand; null for other types.</summary>
    private static ITypeSymbol? Element(ITypeSymbol type) =>
        type switch
        {
            IArrayTypeSymbol array => array.ElementType,
            { SpecialType: SpecialType.System_String } => null,
            { Name: "Shape" } => ((INamedTypeSymbol)type)
                .AllInterfaces.First(i => i.Name == "IEnumerable" && i.IsGenericType)
                .TypeArguments[0],
            INamedTypeSymbol
            {
                Name: "IReadOnlyList" or "IEnumerable" or "IReadOnlyCollection" or "IList" or "List" or "ReadOnlySpan" or "Span",
                IsGenericType: true
            } list => list.TypeArguments[0],
            _ => null,
        };
}
