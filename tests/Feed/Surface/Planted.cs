using System.Reflection;
using System.Reflection.Emit;

namespace FactoryFlow.Feed.Tests.Surface;

/// <summary>Assemblies with a known flaw, which the checks must find.</summary>
internal static class Planted
{
    /// <summary>A library by the name of another that has nothing in it.</summary>
    public static Stream Library(Assembly original) => Saved(new PersistedAssemblyBuilder(original.GetName(), typeof(object).Assembly), _ => { });

    /// <summary>A library by the name of another that has a single static method in it.</summary>
    public static Stream Library(Assembly original, string type, string method, Type returned, params Type[] parameters) =>
        Saved(new PersistedAssemblyBuilder(original.GetName(), typeof(object).Assembly), module =>
        {
            var declaring = module.DefineType(type, TypeAttributes.Public | TypeAttributes.Class);
            Throw(declaring.DefineMethod(method, MethodAttributes.Public | MethodAttributes.Static, returned, parameters));
            declaring.CreateType();
        });

    /// <summary>An assembly with a method that claims to override what its base class does not have.</summary>
    public static Assembly Orphan()
    {
        var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Planted"), AssemblyBuilderAccess.Run);
        var declaring = assembly.DefineDynamicModule("Planted").DefineType("Planted.Orphan", TypeAttributes.Public | TypeAttributes.Class);
        Throw(declaring.DefineMethod("ToNothing", MethodAttributes.Public | MethodAttributes.Virtual | MethodAttributes.ReuseSlot, null, null));
        Throw(declaring.DefineMethod("ToString", MethodAttributes.Public | MethodAttributes.Virtual | MethodAttributes.ReuseSlot, typeof(string), []));
        declaring.CreateType();
        return assembly;
    }

    private static MemoryStream Saved(PersistedAssemblyBuilder assembly, Action<ModuleBuilder> define)
    {
        define(assembly.DefineDynamicModule("Planted"));
        var file = new MemoryStream();
        assembly.Save(file);
        file.Position = 0;
        return file;
    }

    private static void Throw(MethodBuilder method) => method.GetILGenerator().ThrowException(typeof(NotSupportedException));
}
