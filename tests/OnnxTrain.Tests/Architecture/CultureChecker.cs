using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace OnnxTrain.Tests.Architecture;

/// <summary>
/// Finds text that the culture of the process changes, where the analyzers of .NET (CA1305, CA1310 …) do not look: interpolated strings,
/// concatenations and joins of numbers, records that print numbers, strings in the order of a language.
/// Messages of exceptions are for people to read and may vary.
/// </summary>
internal sealed class CultureChecker(IEnumerable<(string Path, string Text)> sources)
{
    static readonly string[] Sorting =
    [
        "OrderBy", "OrderByDescending", "ThenBy", "ThenByDescending", "Order", "OrderDescending", "Min", "Max", "MinBy", "MaxBy", "Sort",
    ];

    static readonly HashSet<string> Calls =
        [.. Sorting, "Join", "Concat", "Format", "Append", "AppendJoin", "Insert", "Write", "WriteLine", "ToString", "Parse", "TryParse"];

    static readonly string[] Sorted = ["SortedDictionary", "SortedSet", "SortedList", "PriorityQueue"];

    readonly CSharpCompilation _compilation = SourceCompilation.Of(sources);

    /// <summary>Errors outside of methods, which cost little to find: those within would have failed the build.</summary>
    public IEnumerable<string> DeclarationErrors => SourceCompilation.DeclarationErrors(_compilation);

    public IEnumerable<string> Errors => SourceCompilation.Errors(_compilation);

    public IReadOnlyList<string> Violations()
    {
        var types = new CultureTypes(_compilation);
        return [.. _compilation.SyntaxTrees
            .Where(tree => !tree.FilePath.Contains("/Generated/", StringComparison.Ordinal))
            .SelectMany(tree => ViolationsIn(tree, types)).Distinct().Order(StringComparer.Ordinal)];
    }

    IEnumerable<string> ViolationsIn(SyntaxTree tree, CultureTypes types)
    {
        var model = _compilation.GetSemanticModel(tree);
        foreach (var node in tree.GetRoot().DescendantNodes().OfType<ExpressionSyntax>())
        {
            if (Complaint(model, node, types) is { } complaint && !IsMessage(model, node))
            {
                yield return $"{tree.FilePath}({node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}): {complaint}: {node}";
            }
        }
    }

    static string? Complaint(SemanticModel model, ExpressionSyntax node, CultureTypes types) => node switch
    {
        InterpolatedStringExpressionSyntax text => Interpolation(model, text, types),
        BinaryExpressionSyntax sum when sum.IsKind(SyntaxKind.AddExpression) && IsText(model.GetTypeInfo(sum).Type) =>
            types.Prints(model.GetTypeInfo(sum.Left).Type, null) || types.Prints(model.GetTypeInfo(sum.Right).Type, null)
                ? "concatenates a number" : null,
        InvocationExpressionSyntax call when Calls.Contains(NameOf(call)) && model.GetOperation(node) is IInvocationOperation meant =>
            Call(meant, types),
        BaseObjectCreationExpressionSyntax when Sorted.Contains(model.GetTypeInfo(node).Type?.Name)
            && model.GetOperation(node) is IObjectCreationOperation made => Created(made),
        _ => null,
    };

    static string NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } => name,
        MemberBindingExpressionSyntax { Name.Identifier.ValueText: var name } => name,
        SimpleNameSyntax { Identifier.ValueText: var name } => name,
        _ => "",
    };

    static string? Interpolation(SemanticModel model, InterpolatedStringExpressionSyntax text, CultureTypes types)
    {
        var target = model.GetTypeInfo(text).ConvertedType;
        var isInvariant = target is { Name: nameof(FormattableString) or nameof(IFormattable) }
            || (!IsText(target) && GivesProvider(model, text));
        bool Varies(InterpolationSyntax part) =>
            types.Prints(model.GetTypeInfo(part.Expression).Type, part.FormatClause?.FormatStringToken.ValueText, isInvariant);
        var found = text.Contents.OfType<InterpolationSyntax>().Where(Varies).ToList();
        return found.Count > 0 ? $"interpolates {string.Join(", ", found.Select(part => part.Expression))}" : null;
    }

    /// <summary>
    /// Whether the string is an argument of a call that also takes a format provider, as one overload of string.Create does.
    /// </summary>
    static bool GivesProvider(SemanticModel model, InterpolatedStringExpressionSyntax text) =>
        text.Ancestors().OfType<InvocationExpressionSyntax>().FirstOrDefault() is { } call
        && model.GetSymbolInfo(call).Symbol is IMethodSymbol method
        && method.Parameters.Any(parameter => parameter.Type.Name == nameof(IFormatProvider));

    static string? Call(IInvocationOperation call, CultureTypes types)
    {
        var method = call.TargetMethod;
        if (method.Parameters.Any(parameter => parameter.Type.Name is nameof(IFormatProvider) or nameof(StringComparison))) return null;
        var owner = method.ContainingType.Name;
        var arguments = call.Arguments.Select(argument => Unconverted(argument.Value)).SelectMany(Elements);
        return (owner, method.Name) switch
        {
            (nameof(String), "Join" or "Concat" or "Format")
                or ("StringBuilder", "Append" or "AppendJoin" or "Insert")
                or ("TextWriter" or "StreamWriter" or "StringWriter" or nameof(Console), "Write" or "WriteLine")
                or (nameof(Convert), "ToString") => arguments.Any(type => types.Prints(type, null)) ? "writes a number" : null,
            (_, "ToString") when method.Parameters.IsEmpty && call.Instance is { } instance => types.Prints(instance.Type, null)
                ? "prints a number"
                : null,
            (_, "Parse" or "TryParse")
                when method.ContainingType.TypeKind == TypeKind.Struct && types.Prints(method.ContainingType, null) => "parses a number",
            ("Enumerable" or "ParallelEnumerable" or "List" or nameof(Array) or "MemoryExtensions", _) when Sorting.Contains(method.Name) =>
                Sorts(method) ? "sorts strings by the culture" : null,
            _ => null,
        };
    }

    static string? Created(IObjectCreationOperation created) =>
        created.Type is INamedTypeSymbol type
            && !created.Arguments.Any(argument =>
                argument.Parameter!.Type.Name is "IComparer" && argument.Value.ConstantValue is not { HasValue: true, Value: null })
            && CultureTypes.HoldsText(type.TypeArguments[type.Name == "PriorityQueue" ? 1 : 0])
            ? "sorts strings by the culture" : null;

    /// <summary>Whether a method compares strings, or tuples with strings, by the default comparer.</summary>
    static bool Sorts(IMethodSymbol method)
    {
        if (method.Parameters.Any(parameter => parameter.Type.Name is "IComparer" or "Comparison" or "TComparer")) return false;
        if (method.Name is "Min" or "Max") return CultureTypes.HoldsText(method.ReturnType);
        var types = method.Name is "Sort" && method.TypeArguments.IsEmpty ? method.ContainingType.TypeArguments : method.TypeArguments;
        var key = method.Name is "Sort" ? types.FirstOrDefault() : types.LastOrDefault();
        return key is not null && CultureTypes.HoldsText(key);
    }

    static IOperation Unconverted(IOperation value) =>
        value is IConversionOperation { IsImplicit: true } conversion ? Unconverted(conversion.Operand) : value;

    /// <summary>The type of an argument, of each that is given as an array of parameters, and of the elements of a sequence.</summary>
    static IEnumerable<ITypeSymbol> Elements(IOperation value)
    {
        if (value is IArrayCreationOperation { IsImplicit: true, Initializer: { } given })
            return given.ElementValues.Select(Unconverted).SelectMany(Elements);
        if (value is ICollectionExpressionOperation list) return list.Elements.Select(Unconverted).SelectMany(Elements);
        var type = value.Type;
        if (IsText(type)) return [];
        if (type is IArrayTypeSymbol array) return [array.ElementType];
        var sequence = type is INamedTypeSymbol { Name: "IEnumerable", TypeArguments.Length: 1 } itself
            ? itself
            : type?.AllInterfaces.FirstOrDefault(face => face is { Name: "IEnumerable", TypeArguments.Length: 1 });
        return sequence is not null ? [sequence.TypeArguments[0]] : type is not null ? [type] : [];
    }

    /// <summary>Whether the text is for an exception: made for one, thrown, or returned by a method that makes one.</summary>
    static bool IsMessage(SemanticModel model, SyntaxNode node) => node.Ancestors().Any(outer => outer switch
    {
        ThrowExpressionSyntax or ThrowStatementSyntax => true,
        BaseObjectCreationExpressionSyntax made => IsException(model.GetTypeInfo(made).Type),
        PrimaryConstructorBaseTypeSyntax start => IsException(model.GetTypeInfo(start.Type).Type),
        ConstructorInitializerSyntax start => IsException((model.GetSymbolInfo(start).Symbol as IMethodSymbol)?.ContainingType),
        MethodDeclarationSyntax method => IsException(model.GetTypeInfo(method.ReturnType).Type),
        LocalFunctionStatementSyntax method => IsException(model.GetTypeInfo(method.ReturnType).Type),
        _ => false,
    });

    static bool IsException(ITypeSymbol? type) => type is not null && (type.Name == nameof(Exception) || IsException(type.BaseType));

    static bool IsText(ITypeSymbol? type) => type?.SpecialType == SpecialType.System_String;
}
