using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace OnnxTrain.Tests.Architecture;

/// <summary>
/// Compiles the library's sources and finds every use of a symbol from a folder, or a package, that the
/// user's folder may not use. The innermost folder of a file's path that has a rule is its folder, whatever its namespace.
/// </summary>
internal sealed class DependencyChecker
{
    readonly CSharpCompilation _compilation;

    /// <param name="sources">Path relative to the library, with '/', and text. An empty folder is checked by nobody.</param>
    public DependencyChecker(IEnumerable<(string Path, string Text)> sources) => _compilation = SourceCompilation.Of(sources);

    /// <summary>Errors of the compilation: where there are any, nothing else that is found can be trusted.</summary>
    public IEnumerable<string> Errors => SourceCompilation.Errors(_compilation);

    public IReadOnlyList<string> Violations() =>
        [
            .. _compilation
                .SyntaxTrees.Where(tree => tree.FilePath.Contains('/'))
                .SelectMany(ViolationsIn)
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];

    IEnumerable<string> ViolationsIn(SyntaxTree tree)
    {
        var folder = FolderOf(tree.FilePath);
        if (!FolderRules.Knows(folder))
        {
            yield return $"{tree.FilePath}: the folder {folder} has no rule";
            yield break;
        }

        var model = _compilation.GetSemanticModel(tree);
        foreach (var node in tree.GetRoot().DescendantNodes().Where(MayNameSymbol))
        {
            foreach (var symbol in SymbolsOf(model, node))
            {
                if (Complaint(folder, symbol) is { } complaint)
                {
                    yield return $"{tree.FilePath}({node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}): {complaint}";
                }
            }
        }
    }

    // Names, and the syntax that calls a member without naming it.
    static bool MayNameSymbol(SyntaxNode node) => node is SimpleNameSyntax
        or ImplicitObjectCreationExpressionSyntax or ElementAccessExpressionSyntax
        or BinaryExpressionSyntax or PrefixUnaryExpressionSyntax or AssignmentExpressionSyntax or CastExpressionSyntax;

    static IEnumerable<ISymbol> SymbolsOf(SemanticModel model, SyntaxNode node)
    {
        var found = model.GetSymbolInfo(node);
        return found.Symbol is { } symbol ? [symbol] : found.CandidateSymbols;
    }

    static string? Complaint(string folder, ISymbol symbol)
    {
        symbol = Definition(symbol);
        if (symbol is INamespaceSymbol or ILocalSymbol or IParameterSymbol or ITypeParameterSymbol or ILabelSymbol or IRangeVariableSymbol)
        {
            return null;
        }

        var homes = HomesOf(symbol);
        if (homes.Count == 0)
        {
            var name = symbol.ContainingNamespace?.ToDisplayString() ?? "";
            return FolderRules.MayUseNamespace(folder, name) ? null : $"{folder} may not use {symbol.ToDisplayString()} of a package";
        }

        return homes.Any(home => FolderRules.MayUse(folder, home))
            ? null
            : $"{folder} may not use {symbol.ToDisplayString()}, which is at home in {homes[0]}";
    }

    static ISymbol Definition(ISymbol symbol) => symbol switch
    {
        IAliasSymbol alias => Definition(alias.Target),
        IMethodSymbol { ReducedFrom: { } extension } => Definition(extension),
        IMethodSymbol { PartialDefinitionPart: { } part } => part,
        IMethodSymbol { AssociatedSymbol: { } owner } => Definition(owner),
        IPropertySymbol { PartialDefinitionPart: { } part } => part,
        IArrayTypeSymbol array => Definition(array.ElementType),
        IPointerTypeSymbol pointer => Definition(pointer.PointedAtType),
        _ => symbol.OriginalDefinition,
    };

    // A member: the file that declares it. A type in several files: the file named for it, else all of them.
    static IReadOnlyList<string> HomesOf(ISymbol symbol)
    {
        var files = symbol.DeclaringSyntaxReferences.Select(part => part.SyntaxTree.FilePath).Distinct().ToList();
        if (files.Count == 0)
        {
            // What the compiler adds to a type (a default constructor, a record's members) is the type's.
            return symbol.IsImplicitlyDeclared && symbol.ContainingType is { } owner ? HomesOf(owner.OriginalDefinition) : [];
        }

        var named = files.Where(file => Path.GetFileNameWithoutExtension(file) == symbol.Name).ToList();
        return [.. (named.Count > 0 ? named : files).Select(FolderOf).Distinct()];
    }

    static string FolderOf(string path) => FolderRules.FolderOf(path);
}
